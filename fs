#!/bin/sh
# Starts the fs command: finds a JDK 25, builds what is not built yet, and runs it.
set -eu

# The folder of this file, also when it is called through symbolic links.
self=$0
while [ -L "$self" ]; do
    link=$(readlink -- "$self")
    case $link in
        /*) self=$link ;;
        *) self=$(dirname -- "$self")/$link ;;
    esac
done
here=$(CDPATH='' cd -- "$(dirname -- "$self")" && pwd -P)
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

# True if a source is newer than the last build, or was removed since (its folder is newer then).
stale() {
    [ -f "$fs_jars/built" ] || return 0
    [ -n "$(find "$here/pom.xml" "$here"/events "$here"/statemachine "$here"/*/pom.xml "$here"/*/src/main \
        -name target -prune -o -path "$here/events" -o -path "$here/statemachine" -o \
        -newer "$fs_jars/built" -print 2>/dev/null | head -n 1)" ]
}

build() {
    printf 'fs: building (the first time takes a minute or two) ...\n' >&2
    if ! (cd "$here" && JAVA_HOME=$jdk ./mvnw -B -ntp -Dmaven.test.skip=true -Djacoco.skip=true \
        -Dlambda.jar.skip=true -pl cli -am package) > "$log" 2>&1 < /dev/null; then
        # Maven's own advice follows what went wrong; without any such line the end of the log tells.
        { grep -E '^\[(ERROR|WARNING)\]' "$log" || tail -n 25 "$log"; } | head -n 25 >&2
        fail "the build failed; the whole log is $log"
    fi
}

# Java cannot ask whether standard error is a terminal, nor how wide it is.
terminal() {
    [ -t 2 ] && [ "${TERM:-dumb}" != dumb ] || return 0
    columns=$(stty size 2>/dev/null <&2 | sed -n 's/^[0-9]* \([1-9][0-9]*\)$/\1/p')
    printf '%s' "-Dfs.terminal.columns=${columns:-80}"
    if [ -t 0 ]; then printf ' -Dfs.terminal.asking=true'; fi
}

jdk=$(find_jdk)
[ -n "$jdk" ] || fail "no JDK 25 found. Install one (for example Eclipse Temurin 25) and set JAVA_HOME to it."
if stale; then
    log=$here/cli/target/fs-build.log
    mkdir -p "$fs_jars" 2>/dev/null && (: >> "$log") 2>/dev/null ||
        fail "cannot build: no permission to write to $here/cli/target. Run it once as the owner of $here, or copy that folder to one of your own."
    # Two that start at once do not build at once.
    (
        if command -v flock > /dev/null; then flock 9; fi
        if stale; then build; fi
    ) 9>> "$log"
fi

# Java reads arguments and file names in the locale's character set; in the C locale anything but ASCII would be lost.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    *[Uu][Tt][Ff]-8* | *[Uu][Tt][Ff]8*) ;;
    *) export LC_ALL=C.UTF-8 ;;
esac

# The archive of loaded classes halves the start. Each command has its own, because it loads classes that others do not.
# A run that only prints help makes none, as it loads too few; only who may write an archive makes it.
case ${1:-} in
    demo | export | local) archive=$fs_jars/fs-$1.jsa ;;
    *) archive=$fs_jars/fs.jsa ;;
esac
share=-Xshare:auto
case " $* " in
    *" --help "* | *" -h "* | *" --version "* | *" -V "*) ;;
    *) if [ -w "$fs_jars" ]; then share=-XX:+AutoCreateSharedArchive; fi ;;
esac

# shellcheck disable=SC2046 # the options of the terminal are words of their own
exec "$jdk/bin/java" $(terminal) -Xmx768m -XX:+UseSerialGC $share -XX:SharedArchiveFile="$archive" \
    -Xlog:cds=off -Xlog:cds+dynamic=off -Xlog:aot=off --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$fs_jars/*" io.featurestore.cli.Fs "$@"
