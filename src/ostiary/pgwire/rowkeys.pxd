# C types for rowkeys.py. Numbers of the wire have 32 bits, places 64: no sum of them is too large.
cimport cython

from ostiary.pgwire cimport words

cdef Py_ssize_t _ROW, _LEAST, _HEADER_SIZE, _ROW_HEAD, _WORD, _NULL, _KEY_SIZE


@cython.locals(
    source="const unsigned char[::1]", target="unsigned char[::1]",
    position=Py_ssize_t, stop=Py_ssize_t, written=Py_ssize_t, end=Py_ssize_t, at=Py_ssize_t, first=Py_ssize_t,
    kept=Py_ssize_t, length=Py_ssize_t, visible=Py_ssize_t, kind=Py_ssize_t, _=Py_ssize_t, keys=list,
)
cdef object _cut(object data, object run, Py_ssize_t hidden)


@cython.locals(size=Py_ssize_t, _=Py_ssize_t)
cdef Py_ssize_t _past_values(const unsigned char[::1] source, Py_ssize_t at, Py_ssize_t end, Py_ssize_t count) except -1


@cython.locals(size=Py_ssize_t, _=Py_ssize_t)
cdef Py_ssize_t _past_keys(
    const unsigned char[::1] source, Py_ssize_t at, Py_ssize_t end, Py_ssize_t count, list keys
) except -1
