# C types for one_pass.py. A payload has at most 2^20 bytes, so that no sum of places is too large.
cimport cython

from ostiary.evidence cimport hashing

cdef Py_ssize_t _FIELDS, _ALL, _DIGEST, _SALT, _WIDTH


@cython.locals(
    digests=bytearray, result=bytearray, at=Py_ssize_t, salts=Py_ssize_t, position=Py_ssize_t, length=Py_ssize_t,
    place=Py_ssize_t, tag=bytes, labels=tuple,
)
cdef bytes _commit(bytes payload, bytes stream, list lengths, list subjects, list asked)


@cython.locals(
    tag=bytes, node_tag=bytes, level=bytearray, count=Py_ssize_t, place=Py_ssize_t, decoys=Py_ssize_t, index=Py_ssize_t,
    length=Py_ssize_t, mask=Py_ssize_t, missing=Py_ssize_t, node=Py_ssize_t, _=Py_ssize_t,
)
cdef object _put_list(
    bytearray digests, Py_ssize_t which, bytes payload, Py_ssize_t at, bytes stream, Py_ssize_t salts, list lengths
)
