# Both sides of a benchmark of the training engine, as ./retort up would run them; sourced with $home set.
jar=$home/benchmarks/target/benchmarks-0.1.0-SNAPSHOT.jar

if [ ! -f "$jar" ]; then
  echo "benchmarks is not built: mvn -Dquick -DskipTests -pl benchmarks -am package" >&2
  exit 3
fi

# The allocator that ./retort up would give both sides.
tcmalloc=$(ls /usr/lib/*/libtcmalloc_minimal.so.4 /usr/lib64/libtcmalloc_minimal.so.4 2>/dev/null | head -n 1 || true)
if [ -n "$tcmalloc" ]; then
  allocator="LD_PRELOAD=$tcmalloc"
else
  allocator="GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=17179869184:glibc.malloc.arena_max=1"
fi
echo "allocator: ${allocator%%=*}, GOMP_SPINCOUNT=${GOMP_SPINCOUNT:=5000} for retort as in ./retort up" >&2

# retort CLASS ARGUMENT..., under $niceness where that is set.
retort() {
  env "$allocator" GOMP_SPINCOUNT="$GOMP_SPINCOUNT" ${niceness:+nice -n "$niceness"} "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$jar:$home/benchmarks/target/lib/*" "$@"
}

# peer FILE ARGUMENT...: nothing where $PEERS_PYTHON names no Python.
peer() {
  local file=$home/benchmarks/peers/$1
  shift
  if [ -n "${PEERS_PYTHON:-}" ]; then
    env -u GOMP_SPINCOUNT "$allocator" "$PEERS_PYTHON" "$file" "$@"
  fi
}
