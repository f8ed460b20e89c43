# dig, with the option that is the first argument. Each two after it are a type and a name, or an address for PTR.
option=$1
shift
began=$(date +%s%N)
while [ $# -gt 0 ]; do
  case $1 in
    PTR) query="-x $2" ;;
    *) query="-t $1 -q $2" ;;
  esac
  said=$(dig "$option" +tries=1 +noall +comments +answer $query)
  found=$(printf '%s\n' "$said" | awk -v type="$1" '
    /^;/ || NF == 0 || $4 != type { next }
    type == "SRV" { sub(/\.$/, "", $8); print $8 ":" $7; next }
    { gsub(/"|\.$/, "", $5); print $5 }' | sort | paste -sd ,)
  if [ -z "$found" ]; then
    case $said in
      *"status: NXDOMAIN"*) found=NXDOMAIN ;;
      *"status: NOERROR"*) found=NODATA ;;
      *) found=$said ;;
    esac
  fi
  echo "$1 $2 = $found"
  shift 2
done
echo "took $((($(date +%s%N) - began) / 1000000))"
