# Builds the `tulle` program from this clone, into target/app/. Sourced by ./tulle after machine.sh.
#
#   target/app/current       a link to the program in use
#   target/app/N/lib/*.jar   one build: the jars are never changed once they are there, so a program
#                            that runs from them goes on while the next one is built
#   target/app/N/bom.json    what the jars are: names, versions, licences
#   target/app/N/built       as old as the sources that it was built from
#   target/app/N/*.aot       the class data that make a start quick, one file per JDK
#   target/app/build.log     what Maven said last

app=$root/target/app

# Is the program there, and no source newer than it?
is_built() {
  [ -f "$app/current/built" ] && [ -f "$app/current/bom.json" ] &&
    [ -z "$(cd "$root" && find pom.xml core/pom.xml core/src/main server/pom.xml server/src/main \
      cli/pom.xml cli/src/main charts -newer "$app/current/built" -print -quit 2>/dev/null)" ]
}

# Sets `program`, the build in use, and `cache`, its AOT cache for this JDK.
locate() {
  program=$(readlink -f "$app/current") || program=$app/none
  if [ -r "$JAVA_HOME/release" ]; then jdk=$(cksum < "$JAVA_HOME/release"); else jdk=0; fi
  cache=$program/${jdk%% *}.aot
}

# Builds what is missing or old. One start at a time does; the others wait for it.
build() {
  if ! { mkdir -p "$app" && touch "$app/lock"; } 2>/dev/null; then
    if is_built; then return; fi
    fail "cannot build: $(id -un) may not write to $app." \
      "Run ./tulle once as the owner of this clone; then others can, too."
  fi
  need_program flock util-linux
  exec 9< "$app/lock"
  flock -n 9 || { say "another start is building; waiting for it" && flock 9; }
  if ! is_built; then
    need_program mvn maven
    if [ -e "$app/current" ]; then
      say "building again, since sources have changed"
    else
      say "building, on the first start only: it takes a minute or two"
    fi
    compile_jars
    keep_jars
  fi
  locate
  [ -e "$cache" ] || train
  # what root builds in somebody's clone is theirs
  if [ "$(id -u)" = 0 ]; then chown -R --reference="$root" "$root/target" "$root"/*/target; fi
  exec 9>&-
}

compile_jars() {
  rm -f "$app/finished"
  touch "$app/started"
  (
    cd "$root"
    mvn -B -Dstyle.color=never -pl cli -am -Dmaven.test.skip -Dspotless.check.skip package 2>&1 9>&- &&
      touch "$app/finished"
  ) | tee "$app/build.log" | progress
  if [ ! -e "$app/finished" ]; then
    grep '^\[ERROR\] .*[^ ]' "$app/build.log" | head -n 10 >&2
    fail "the build failed; all that Maven said is in $app/build.log"
  fi
}

# From Maven's lines to one line for each module, and one while libraries are downloaded.
progress() {
  files=0
  while IFS= read -r line; do
    case $line in
      *Downloaded\ from*)
        files=$((files + 1))
        [ $((files % 100)) != 1 ] || say "  downloading libraries ($files files so far)"
        ;;
      "[INFO] Building Tulle "[a-z]*" ["*"]")
        line=${line#*Building Tulle }
        say "  compiling ${line%% [0-9]*}"
        ;;
    esac
  done
}

keep_jars() {
  generation=$(date +%s)-$$
  mkdir -p "$app/$generation/lib"
  cp "$root"/cli/target/lib/*.jar "$root"/cli/target/tulle-cli-*.jar "$app/$generation/lib"
  cp "$root/cli/target/bom.json" "$app/$generation"
  for jar in picocli bcprov bcpkix bcutil; do
    modernize "$app/$generation"/lib/$jar-*.jar
  done
  mv "$app/started" "$app/$generation/built"
  ln -s "$generation" "$app/next"
  mv -T "$app/next" "$app/current"
  # the one before stays, for a program that runs from it
  ls -dt "$app"/[0-9]*/ | tail -n +3 | xargs -r rm -rf
}

# An AOT cache leaves out classes of picocli's age, and those of signed jars; see Modernize.java.
modernize() {
  if "$JAVA_HOME/bin/java" "$root/.tools/Modernize.java" "$1" "$1.new" >> "$app/build.log" 2>&1; then
    mv "$1.new" "$1"
  else
    rm -f "$1.new"
  fi
}

# Runs the JVM in place of this shell, with the given options, class and arguments. The class path
# is in a fixed order: an AOT cache holds for exactly one.
run_java() {
  jars=
  for jar in "$program"/lib/*.jar; do jars=$jars:$jar; done
  # -Xlog: a cache that does not fit is no reason to bother anybody
  exec "$JAVA_HOME/bin/java" -cp "${jars#:}" -XX:+UseSerialGC \
    -Xlog:disable \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Dtulle.home="$root" "$@"
}

# Makes the AOT cache by a run through what a start does. Without one everything works, slower: an
# empty file says that this JDK cannot make one.
train() {
  say "preparing quick starts"
  (run_java -XX:AOTCacheOutput="$cache.new" dev.tulle.cli.Main train) \
    > "$app/train.log" 2>&1 < /dev/null 9>&- || true
  if [ -s "$cache.new" ]; then
    mv "$cache.new" "$cache"
  else
    say "that did not work, so starts stay slower ($app/train.log says why)"
    : > "$cache"
  fi
}
