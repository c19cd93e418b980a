#!/bin/sh
# Starts the fs command: finds a JDK 25, builds what is not built yet, and runs it.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
fs_jars=$here/cli/target/fs

fail() {
    printf 'fs: %s\n' "$1" >&2
    exit 1
}

# Prints the major version of the JDK in $1, or nothing.
major() {
    [ -x "$1/bin/javac" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true
}

find_jdk() {
    for jdk in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
        "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk@25 /usr/local/opt/openjdk@25; do
        if [ -n "$jdk" ] && [ "$(major "$jdk")" = 25 ]; then
            printf '%s\n' "$jdk"
            return
        fi
    done
    on_path=$(command -v javac || true)
    if [ -n "$on_path" ]; then
        jdk=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f "$on_path" 2>/dev/null || printf '%s' "$on_path")")/.." && pwd -P)
        if [ "$(major "$jdk")" = 25 ]; then printf '%s\n' "$jdk"; fi
    fi
}

# True if a source is newer than the last build.
stale() {
    [ -f "$fs_jars/built" ] || return 0
    [ -n "$(find "$here/pom.xml" "$here/events" "$here/statemachine" "$here/local" "$here/functions" "$here/cli" \
        -name target -prune -o -path '*/src/test' -prune -o -type f -newer "$fs_jars/built" -print 2>/dev/null | head -n 1)" ]
}

build() {
    printf 'fs: building (the first time takes a minute or two) ...\n' >&2
    log=$here/cli/target/fs-build.log
    mkdir -p "$here/cli/target"
    if ! (cd "$here" && ./mvnw -B -q -Dmaven.test.skip=true -Djacoco.skip=true -Dspotless.check.skip=true \
        -pl cli -am package) > "$log" 2>&1; then
        tail -n 25 "$log" >&2
        fail "the build failed; the whole log is $log"
    fi
}

jdk=$(find_jdk)
[ -n "$jdk" ] || fail "no JDK 25 found. Install one (for example Eclipse Temurin 25) and set JAVA_HOME to it."
if stale; then build; fi

exec "$jdk/bin/java" -Xmx768m -XX:+UseSerialGC -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile="$fs_jars/fs.jsa" \
    -Xlog:cds=off -Xlog:cds+dynamic=off -Xlog:aot=off --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$fs_jars/*" io.featurestore.cli.Fs "$@"
