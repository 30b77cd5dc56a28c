# The C side of hashing.py. Every piece is checked against its buffer's length, and every answer of OpenSSL is looked at.
# Callers hold the interpreter's lock, so that one hash is under way at a time: there is one context for all.
cimport cython
from cpython.bytearray cimport PyByteArray_AS_STRING, PyByteArray_GET_SIZE
from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_GET_SIZE

cdef extern from *:
    """
    #include <dlfcn.h>
    #include <string.h>

    /* The public interface of OpenSSL since 3.0, by name: no headers are needed to compile, and no library to link. */
    static void *ostiary_context, *ostiary_sha256;
    static int (*ostiary_init)(void *, const void *, const void *);
    static int (*ostiary_update)(void *, const void *, size_t);
    static int (*ostiary_final)(void *, unsigned char *, unsigned int *);

    static int ostiary_prepare(const char *path) {
        void *library = dlopen(path, RTLD_LAZY | RTLD_LOCAL), *(*make)(void), *(*fetch)(void *, const char *, const char *);
        if (!library) return 0;
        *(void **) &make = dlsym(library, "EVP_MD_CTX_new");
        *(void **) &fetch = dlsym(library, "EVP_MD_fetch");
        *(void **) &ostiary_init = dlsym(library, "EVP_DigestInit_ex2");
        *(void **) &ostiary_update = dlsym(library, "EVP_DigestUpdate");
        *(void **) &ostiary_final = dlsym(library, "EVP_DigestFinal_ex");
        if (!make || !fetch || !ostiary_init || !ostiary_update || !ostiary_final) return 0;
        ostiary_context = make();
        ostiary_sha256 = fetch(NULL, "SHA256", NULL);
        return ostiary_context && ostiary_sha256;
    }

    static int ostiary_outside(Py_ssize_t length, Py_ssize_t at, Py_ssize_t size) {
        if (__builtin_expect(at < 0 || size < 0 || length - at < size, 0)) {
            PyErr_SetString(PyExc_IndexError, "a place outside the buffer");
            return 1;
        }
        return 0;
    }

    static int ostiary_failed(int ok) {
        if (__builtin_expect(ok != 1, 0)) {
            PyErr_SetString(PyExc_RuntimeError, "OpenSSL does not hash");
            return 1;
        }
        return 0;
    }

    static int ostiary_hash(
        unsigned char *to, const void *tag, size_t tag_size, const void *salt, size_t salt_size,
        const void *label, size_t label_size, const void *text, size_t size
    ) {
        unsigned int length = 0;
        int ok = ostiary_init(ostiary_context, ostiary_sha256, NULL) == 1
            && ostiary_update(ostiary_context, tag, tag_size) == 1
            && ostiary_update(ostiary_context, salt, salt_size) == 1
            && ostiary_update(ostiary_context, label, label_size) == 1
            && ostiary_update(ostiary_context, text, size) == 1
            && ostiary_final(ostiary_context, to, &length) == 1 && length == 32;
        return ostiary_failed(ok);
    }

    static int ostiary_node(
        unsigned char *to, const void *tag, size_t tag_size, const unsigned char *children, unsigned int nibble
    ) {
        unsigned char ordered[512];
        unsigned int place;
        for (place = 0; place < 16; place++) memcpy(ordered + 32 * place, children + 32 * (place ^ (nibble & 15)), 32);
        return ostiary_hash(to, tag, tag_size, ordered, sizeof ordered, "", 0, "", 0);
    }
    """
    int c_prepare "ostiary_prepare"(const char *path)
    bint is_outside "ostiary_outside"(Py_ssize_t length, Py_ssize_t at, Py_ssize_t size)
    bint hash_fails "ostiary_hash"(
        unsigned char *to, const void *tag, size_t tag_size, const void *salt, size_t salt_size,
        const void *label, size_t label_size, const void *text, size_t size
    )
    bint node_fails "ostiary_node"(
        unsigned char *to, const void *tag, size_t tag_size, const unsigned char *children, unsigned int nibble
    )
    void *memcpy(void *to, const void *source, size_t size)


cdef inline bint prepare(str library):
    return c_prepare(library.encode())


cdef inline int put_hash(
    bytearray target, Py_ssize_t to, bytes tag, bytes salts, Py_ssize_t salt, Py_ssize_t size, bytes label,
    bytes source, Py_ssize_t at, Py_ssize_t length
) except -1:
    if (
        is_outside(PyByteArray_GET_SIZE(target), to, 32) or is_outside(PyBytes_GET_SIZE(salts), salt, size)
        or is_outside(PyBytes_GET_SIZE(source), at, length)
    ):
        return -1
    if hash_fails(
        <unsigned char *> PyByteArray_AS_STRING(target) + to, PyBytes_AS_STRING(tag), PyBytes_GET_SIZE(tag),
        PyBytes_AS_STRING(salts) + salt, size, PyBytes_AS_STRING(label), PyBytes_GET_SIZE(label),
        PyBytes_AS_STRING(source) + at, length
    ):
        return -1
    return 0


cdef inline int put_node(bytearray target, Py_ssize_t to, bytes tag, Py_ssize_t children, Py_ssize_t nibble) except -1:
    if is_outside(PyByteArray_GET_SIZE(target), to, 32) or is_outside(PyByteArray_GET_SIZE(target), children, 512):
        return -1
    if node_fails(
        <unsigned char *> PyByteArray_AS_STRING(target) + to, PyBytes_AS_STRING(tag), PyBytes_GET_SIZE(tag),
        <unsigned char *> PyByteArray_AS_STRING(target) + children, <unsigned int> nibble
    ):
        return -1
    return 0


cdef inline int put_copy(bytearray target, Py_ssize_t to, bytes source, Py_ssize_t at, Py_ssize_t size) except -1:
    if is_outside(PyByteArray_GET_SIZE(target), to, size) or is_outside(PyBytes_GET_SIZE(source), at, size):
        return -1
    memcpy(PyByteArray_AS_STRING(target) + to, PyBytes_AS_STRING(source) + at, size)
    return 0
