import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** pgjdbc as applications use it: queries, prepared statements, portions, and the questions of DatabaseMetaData. */
public final class WithJdbc {
    private interface Trial {
        void run(Connection connection) throws Exception;
    }

    private static final String CODES = "SELECT iucr FROM offence_codes ORDER BY iucr";

    private static Connection connect() throws Exception {
        Properties properties = new Properties();
        properties.setProperty("user", System.getenv("PGUSER"));
        properties.setProperty("password", System.getenv("PGPASSWORD"));
        String options = System.getenv("PGOPTIONS");
        if (options != null) {
            properties.setProperty("options", options);
        }
        String root = System.getenv("PGSSLROOTCERT");
        properties.setProperty("sslmode", root == null ? "disable" : "verify-full");
        if (root != null) {
            properties.setProperty("sslrootcert", root);
        }
        String where = System.getenv("PGHOST") + ":" + System.getenv("PGPORT") + "/" + System.getenv("PGDATABASE");
        return DriverManager.getConnection("jdbc:postgresql://" + where, properties);
    }

    private static void attempt(String name, Trial trial) {
        try (Connection connection = connect()) {
            trial.run(connection);
            System.out.println("ok\t" + name + "\t");
        } catch (Exception | AssertionError error) {
            String why = (error.getClass().getSimpleName() + ": " + error.getMessage()).replaceAll("\\s+", " ");
            System.out.println("failed\t" + name + "\t" + why);
        }
    }

    private static void expect(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static int count(ResultSet rows) throws Exception {
        int count = 0;
        while (rows.next()) {
            count++;
        }
        return count;
    }

    private static void query(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement()) {
            expect(count(statement.executeQuery(CODES)) > 10, "there are codes");
        }
    }

    private static void prepared(Connection connection) throws Exception {
        try (PreparedStatement statement = connection.prepareStatement("SELECT iucr FROM offence_codes WHERE iucr = ?")) {
            // From the fifth time on, pgjdbc keeps the statement on the server and asks for binary values.
            for (int time = 0; time < 8; time++) {
                statement.setString(1, "0110");
                expect(count(statement.executeQuery()) == 1, "the code is there");
            }
        }
    }

    private static void portions(Connection connection) throws Exception {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(7);
            expect(count(statement.executeQuery(CODES)) > 10, "there are codes");
        }
        connection.commit();
    }

    private static void tables(Connection connection) throws Exception {
        DatabaseMetaData about = connection.getMetaData();
        Set<String> names = new TreeSet<>();
        ResultSet rows = about.getTables(null, null, "%", new String[] {"TABLE", "VIEW"});
        while (rows.next()) {
            names.add(rows.getString("TABLE_NAME"));
        }
        expect(names.contains("persons") && names.contains("offence_codes"), "tables: " + names);
    }

    private static void columns(Connection connection) throws Exception {
        Set<String> names = new TreeSet<>();
        ResultSet rows = connection.getMetaData().getColumns(null, null, "persons", "%");
        while (rows.next()) {
            names.add(rows.getString("COLUMN_NAME") + " " + rows.getString("TYPE_NAME"));
        }
        expect(names.contains("person_id int8") && names.contains("dob date"), "columns: " + names);
    }

    private static void keys(Connection connection) throws Exception {
        DatabaseMetaData about = connection.getMetaData();
        count(about.getPrimaryKeys(null, null, "persons"));
        count(about.getImportedKeys(null, null, "persons"));
        count(about.getIndexInfo(null, null, "persons", false, true));
    }

    private static void schemas(Connection connection) throws Exception {
        DatabaseMetaData about = connection.getMetaData();
        expect(count(about.getSchemas()) > 0, "there are schemas");
        expect(count(about.getCatalogs()) > 0, "there is a catalogue");
        expect(count(about.getTypeInfo()) > 0, "there are types");
        count(about.getTableTypes());
        count(about.getFunctions(null, null, "%"));
        about.getDatabaseProductVersion();
        expect(connection.getSchema() != null, "there is a current schema");
        expect(connection.getCatalog() != null, "there is a current database");
        expect(connection.isValid(5), "the connection is valid");
    }

    private static void about_columns(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT person_id, surname FROM persons ORDER BY person_id LIMIT 1");
            expect(rows.getMetaData().getColumnTypeName(1).equals("int8"), "it is an int8");
            rows.getMetaData().isAutoIncrement(1);
            rows.getMetaData().isNullable(1);
        }
    }

    public static void main(String[] arguments) throws Exception {
        System.out.println("client\tpgjdbc " + org.postgresql.util.DriverInfo.DRIVER_VERSION + "\t");
        attempt("query", WithJdbc::query);
        attempt("prepared", WithJdbc::prepared);
        attempt("fetch size in a transaction", WithJdbc::portions);
        attempt("getTables", WithJdbc::tables);
        attempt("getColumns", WithJdbc::columns);
        attempt("keys and indexes", WithJdbc::keys);
        attempt("schemas, catalogs, types", WithJdbc::schemas);
        attempt("ResultSetMetaData", WithJdbc::about_columns);
    }
}
