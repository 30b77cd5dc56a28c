# C types for following.py: lengths of the wire have 32 bits, places 64.
cimport cython

from ostiary.pgwire cimport words

cdef Py_ssize_t _HEAD, _LEAST, _READY, _ERROR


@cython.locals(source="const unsigned char[::1]", end=Py_ssize_t, length=Py_ssize_t, kind=Py_ssize_t)
cpdef Py_ssize_t skip_unnoted(bytes stream, Py_ssize_t position) except -1
