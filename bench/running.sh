# Folders that run while something is measured: sourced by the benchmarks beside it, which need root,
# like ./tulle up. `root` is the checkout. What it starts is stopped, and removed, at the end.
. "$root/.tools/machine.sh"
find_jdk
envoy=$("$root/tulle" fetch)
(cd "$root" && mvn -q -B -Dstyle.color=never -DskipTests -Dspotless.check.skip package -pl bench -am)

work=$(mktemp -d)
chmod 711 "$work" # proxies run under a user of their own
export TULLE_RUN_DIR=$work/run TULLE_STATE_DIR=$work/state
up=
others=() # further processes to end with
stop() {
  if [ -n "$up" ]; then kill -TERM "$up" 2>/dev/null || true; wait "$up" 2>/dev/null || true; up=; fi
}
trap 'stop; kill "${others[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

# start FOLDER PODS: runs a folder until so many of its pods are ready
start() {
  "$root/tulle" up "$1" --http 18080 --https 18443 >"$work/up.log" 2>&1 &
  up=$!
  for _ in $(seq 600); do
    ready=$("$root/tulle" status "$1" -o json 2>/dev/null | jq '[.pods[]? | select(.ready)] | length') || ready=0
    if [ "${ready:-0}" -ge "$2" ]; then return; fi
    if ! kill -0 "$up" 2>/dev/null; then break; fi
    sleep 0.2
  done
  cat "$work/up.log" >&2
  return 1
}

deployment() { # NAME INJECT, then containers, indented as in a pod
  cat <<YAML
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: $1 }
spec:
  selector: { matchLabels: { app: $1 } }
  template:
    metadata:
      labels: { app: $1, tulle.dev/inject: "$2" }
    spec:
      containers:
$3
YAML
}

container() { # NAME COMMAND…
  name=$1
  shift
  printf '        - name: %s\n          image: none\n          command: [%s]\n' "$name" "$(printf '"%s",' "$@" | sed 's/,$//')"
}
