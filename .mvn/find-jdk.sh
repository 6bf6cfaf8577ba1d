#!/bin/sh
# Prints the home of a JDK 21 or newer, or says what to install and fails. "find-jdk.sh java" is content with a Java that
# only runs programs, as a packaged Backupman needs it: there this script is lib/find-java.sh.
set -eu
HOME=${HOME:-/}
wanted=${1:-javac}

# The first number of a JDK's version, from its release file or else from the program itself.
java_major() {
  version=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true)
  [ -n "$version" ] || version=$("$1/bin/java" -version 2>&1 | sed -n '1s/.*"\([0-9][0-9]*\).*/\1/p')
  printf '%s' "${version:-0}"
}

on_path=$(command -v "$wanted" || true)
if [ -n "$on_path" ]; then
  real=$(readlink -f "$on_path" 2>/dev/null || printf '%s' "$on_path")
  on_path=$(dirname "$(dirname "$real")")
fi

for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
  "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
  /Library/Java/JavaVirtualMachines/*/Contents/Home; do
  if [ -n "$candidate" ] && [ -x "$candidate/bin/$wanted" ] && [ "$(java_major "$candidate")" -ge 21 ]; then
    printf '%s\n' "$candidate"
    exit 0
  fi
done

if [ "$wanted" = java ]; then
  kind='Java' debian=openjdk-21-jre-headless fedora=java-21-openjdk-headless
else
  kind='a JDK' debian=openjdk-21-jdk fedora=java-21-openjdk-devel
fi
{
  echo "Backupman needs $kind 21 or newer, and none was found in JAVA_HOME, on the PATH or under /usr/lib/jvm."
  echo "Install one (Debian: apt install $debian; Fedora: dnf install $fedora;"
  echo "any system: https://adoptium.net), or set JAVA_HOME to it."
} >&2
exit 1
