-- x

-- [A1] catalogue | deny | x
SELECT * FROM pg_class;
