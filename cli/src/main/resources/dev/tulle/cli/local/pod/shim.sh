# Runs one container's command inside its pod and keeps on disk what must outlive `tulle up`.
# usage: SHELL shim.sh SHELL DIR HOSTNAME COMMAND...
#
# It is started in a session, a network and a UTS namespace of its own, and leaves in DIR
#   shim, main   the /proc/PID/stat lines of this shell and of the command: id and start time
#   exit         the command's exit code, 128 + N where signal N ended it
shell=$1 dir=$2
echo "$3" > /proc/sys/kernel/hostname
shift 3
# A signal to the whole session ends the command; this shell must live to write down its code.
trap : HUP INT TERM
read -r stat < /proc/$$/stat && echo "$stat" > "$dir/shim"
# shellcheck disable=SC2016  # expanded by the inner shell, which becomes the command
"$shell" -c 'read -r stat < /proc/$$/stat && echo "$stat" > "$0/main" && exec "$@"' "$dir" "$@"
echo $? > "$dir/exit"
