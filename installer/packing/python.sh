#!/bin/sh
# Builds the Python of the packaged copy: python.sh MACHINE PREFIX, called by build.sh in its Debian 11 root.
# The unpacked Debian sources stand in /src; what one library has finished is not built again.
set -eu
machine=$1 prefix=$2 jobs=${JOBS:-2}
cd /src
flags="-O2 -fPIC -include /src/pinned.h"

# Debian 11 has glibc 2.31; what it has in a newer version than 2.28 is asked for in its old one.
case $machine in x86_64) old=GLIBC_2.2.5 ;; aarch64) old=GLIBC_2.17 ;; esac
{
    echo "#ifndef __ASSEMBLER__"
    for name in pow exp exp2 log log2; do echo "__asm__(\".symver $name,$name@$old\");"; done
    echo "#endif"
} > pinned.h

if [ ! -e /src/ssl/lib/libssl.a ]; then
    cd /src/openssl-*/
    ./Configure "linux-$machine" no-shared no-tests no-legacy --libdir=lib \
        --prefix=/src/ssl --openssldir=/etc/ssl > /dev/null
    make -s -j"$jobs" build_libs > /dev/null
    make -s install_dev > /dev/null
    # What a static libcrypto asks for in turn stands after it, or the linker does not find it.
    mv /src/ssl/lib/libcrypto.a /src/ssl/lib/libcrypto_own.a
    echo "INPUT(-lcrypto_own -ldl -lpthread)" > /src/ssl/lib/libcrypto.a
    cd /src
fi

if [ ! -e /src/sqlite/libsqlite3.a ]; then
    cd /src/sqlite3-*/
    ./configure --disable-tcl > /dev/null
    make -s sqlite3.c sqlite3.h > /dev/null
    mkdir -p /src/sqlite
    gcc $flags -DSQLITE_ENABLE_FTS5 -DSQLITE_THREADSAFE=1 -c sqlite3.c -o /src/sqlite/sqlite3.o
    ar rcs /src/sqlite/libsqlite3.a /src/sqlite/sqlite3.o
    cp sqlite3.h /src/sqlite/
    cd /src
fi

cd /src/python3.*/
# No terminal, no window toolkit of its own: the program has Qt, and these would ask for more libraries.
for name in _tkinter readline _curses _curses_panel _dbm _gdbm _uuid nis; do echo "$name"; done |
    sed '1i *disabled*' > Modules/Setup.local
./configure --prefix="$prefix" --without-ensurepip --disable-test-modules --with-openssl=/src/ssl \
    CFLAGS="$flags" LIBSQLITE3_CFLAGS=-I/src/sqlite LIBSQLITE3_LIBS="-L/src/sqlite -lsqlite3 -lm" \
    ac_cv_func_sem_clockwait=no > /dev/null
make -s -j"$jobs" > /dev/null
make -s install > /dev/null
"$prefix"/bin/python3.?? -c "import _ssl, _hashlib, _sqlite3, _ctypes, _lzma, _bz2, zlib"

# The one library of the base system whose number differs from release to release travels with the program.
ffi=$(ldd "$prefix"/lib/python3.*/lib-dynload/_ctypes.*.so | sed -n 's/.*=> \(.*libffi[^ ]*\).*/\1/p')
cp -L "$ffi" "$prefix/lib/"
patchelf --set-rpath '$ORIGIN/../..' "$prefix"/lib/python3.*/lib-dynload/_ctypes.*.so
strip --strip-unneeded "$prefix"/bin/python3.?? "$prefix"/lib/python3.*/lib-dynload/*.so
mkdir -p "$prefix/licences"
cp /src/openssl-*/LICENSE.txt "$prefix/licences/OpenSSL.txt"
cp /usr/share/doc/libffi[0-9]*/copyright "$prefix/licences/libffi.txt"
