# What ./tulle, ./verify and .ci/run need of the machine: a JDK 25, Maven, a few programs.
# Sourced by all three; POSIX sh. Everything said goes to stderr.

jdk_wanted=25

# ip and nft are here, where a root shell often does not look
PATH=$PATH:/usr/sbin:/sbin
export PATH

say() { echo "tulle: $*" >&2; }

# What went wrong, why, and what to do next: a line each.
fail() {
  for line in "$@"; do echo "tulle: $line" >&2; done
  exit 3
}

# Is $1 the home of a JDK (not only a runtime) that is new enough?
is_jdk() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  is_version=
  if [ -r "$1/release" ]; then
    while IFS='=' read -r is_key is_value; do
      [ "$is_key" != JAVA_VERSION ] || is_version=$is_value
    done < "$1/release"
  else
    is_version=$("$1/bin/java" -version 2>&1 | sed -n '1s/.*version //p')
  fi
  is_version=${is_version#\"}
  is_version=${is_version%%[!0-9]*}
  [ "${is_version:-0}" -ge "$jdk_wanted" ]
}

# Sets JAVA_HOME to a JDK: the one it names, else the one on PATH, else the first in the usual
# places.
find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && is_jdk "$JAVA_HOME"; then return; fi
  on_path=$(command -v javac 2>/dev/null) && on_path=$(readlink -f "$on_path") || on_path=
  for home in "${on_path%/bin/javac}" \
    /usr/lib/jvm/*25* /usr/lib/jvm/* /usr/java/* /usr/local/lib/jvm/* /opt/java/* /opt/*jdk* \
    "${HOME:-/root}"/.sdkman/candidates/java/* "${HOME:-/root}"/.jdks/* \
    "${HOME:-/root}"/.local/share/mise/installs/java/* "${HOME:-/root}"/.asdf/installs/java/*; do
    if [ -n "$home" ] && is_jdk "$home"; then
      JAVA_HOME=$home
      export JAVA_HOME
      return
    fi
  done
  fail "no JDK $jdk_wanted was found: install one (the package is often temurin-25-jdk or openjdk-25-jdk-headless), or set JAVA_HOME to its folder."
}

# need_program PROGRAM PACKAGE...: makes sure that a program is there. As root the first of the
# packages that the machine's package manager knows is installed, otherwise it is named.
need_program() {
  program=$1
  shift
  if command -v "$program" >/dev/null 2>&1; then return; fi
  if [ "$(id -u)" != 0 ]; then
    fail "\`$program\` is missing: install the package $1, or run this command as root and it is installed for you."
  fi
  say "installing $1, which has \`$program\`"
  for package in "$@"; do
    if install_package "$package" && command -v "$program" >/dev/null 2>&1; then return; fi
  done
  fail "\`$program\` is missing and could not be installed: install the package $1 by hand."
}

install_package() {
  if command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    quietly apt-get install -y --no-install-recommends "$1" ||
      { quietly apt-get update && quietly apt-get install -y --no-install-recommends "$1"; }
  elif command -v dnf >/dev/null 2>&1; then
    quietly dnf install -y "$1"
  elif command -v yum >/dev/null 2>&1; then
    quietly yum install -y "$1"
  elif command -v zypper >/dev/null 2>&1; then
    quietly zypper --non-interactive install "$1"
  elif command -v pacman >/dev/null 2>&1; then
    quietly pacman -Sy --noconfirm "$1"
  elif command -v apk >/dev/null 2>&1; then
    quietly apk add "$1"
  else
    return 1
  fi
}

quietly() { "$@" </dev/null >/dev/null 2>&1; }
