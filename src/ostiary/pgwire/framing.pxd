# C types for framing.py: lengths of the wire have 32 bits, places 64.
cimport cython

from ostiary.pgwire cimport words

cdef Py_ssize_t _ROW, _LEAST, _HEAD


cdef class FrameBuffer:
    cdef bytearray _data
    cdef Py_ssize_t _at
    cdef object _limit

    @cython.locals(length=object)
    cpdef object next_frame(self)

    cpdef tuple next_rows(self)

    cdef bytes _take(self, Py_ssize_t size)


@cython.locals(
    source="const unsigned char[::1]", count=Py_ssize_t, position=Py_ssize_t, end=Py_ssize_t, length=Py_ssize_t
)
cpdef object scan_rows(object buffer, Py_ssize_t start, Py_ssize_t limit=*)
