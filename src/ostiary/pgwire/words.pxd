# The C side of words.py. Every access is checked against the buffer's length, as it is there.
cimport cython
from libc.string cimport memcpy

cdef extern from *:
    """
    /* Small enough to be inlined into the loops, which is what they are for. */
    static int ostiary_is_outside(Py_ssize_t length, Py_ssize_t at, Py_ssize_t size) {
        if (__builtin_expect(at < 0 || size < 0 || length - at < size, 0)) {
            PyErr_SetString(PyExc_IndexError, "a place outside the buffer");
            return 1;
        }
        return 0;
    }
    """
    bint is_outside "ostiary_is_outside"(Py_ssize_t length, Py_ssize_t at, Py_ssize_t size)


@cython.boundscheck(False)
cdef inline unsigned int uint32(const unsigned char[::1] source, Py_ssize_t at) except? 0xFFFFFFFF:
    if is_outside(source.shape[0], at, 4):
        return 0xFFFFFFFF
    return (
        (<unsigned int> source[at] << 24) | (<unsigned int> source[at + 1] << 16)
        | (<unsigned int> source[at + 2] << 8) | <unsigned int> source[at + 3]
    )


@cython.boundscheck(False)
cdef inline int int32(const unsigned char[::1] source, Py_ssize_t at) except? -2:
    if is_outside(source.shape[0], at, 4):
        return -2
    return <int> (
        (<unsigned int> source[at] << 24) | (<unsigned int> source[at + 1] << 16)
        | (<unsigned int> source[at + 2] << 8) | <unsigned int> source[at + 3]
    )


@cython.boundscheck(False)
cdef inline int int16(const unsigned char[::1] source, Py_ssize_t at) except? -2:
    if is_outside(source.shape[0], at, 2):
        return -2
    return <short> ((<unsigned int> source[at] << 8) | <unsigned int> source[at + 1])


cdef inline long long int64(const unsigned char[::1] source, Py_ssize_t at) except? -2:
    if is_outside(source.shape[0], at, 8):
        return -2
    return <long long> ((<unsigned long long> uint32(source, at) << 32) | uint32(source, at + 4))


@cython.boundscheck(False)
cdef inline int put_uint16(unsigned char[::1] target, Py_ssize_t at, unsigned int number) except -1:
    if is_outside(target.shape[0], at, 2):
        return -1
    target[at] = (number >> 8) & 0xFF
    target[at + 1] = number & 0xFF
    return 0


@cython.boundscheck(False)
cdef inline int put_uint32(unsigned char[::1] target, Py_ssize_t at, unsigned int number) except -1:
    if is_outside(target.shape[0], at, 4):
        return -1
    target[at] = (number >> 24) & 0xFF
    target[at + 1] = (number >> 16) & 0xFF
    target[at + 2] = (number >> 8) & 0xFF
    target[at + 3] = number & 0xFF
    return 0


@cython.boundscheck(False)
cdef inline int copy(
    unsigned char[::1] target, Py_ssize_t to, const unsigned char[::1] source, Py_ssize_t at, Py_ssize_t size
) except -1:
    if is_outside(target.shape[0], to, size) or is_outside(source.shape[0], at, size):
        return -1
    if size:
        memcpy(&target[to], &source[at], size)
    return 0
