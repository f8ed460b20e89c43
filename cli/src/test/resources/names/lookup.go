// Go's resolver: its own with GODEBUG=netdns=go, the C library's with netdns=cgo. An argument TYPE/NAME asks for
// records other than addresses.
package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"sort"
	"strings"
	"time"
)

func found(name string) ([]string, error) {
	resolver, ctx := net.DefaultResolver, context.Background()
	if kind, rest, ok := strings.Cut(name, "/"); ok {
		switch kind {
		case "SRV":
			_, records, err := resolver.LookupSRV(ctx, "", "", rest)
			var all []string
			for _, it := range records {
				all = append(all, fmt.Sprintf("%s:%d", strings.TrimSuffix(it.Target, "."), it.Port))
			}
			return all, err
		case "TXT":
			return resolver.LookupTXT(ctx, rest)
		case "CNAME":
			target, err := resolver.LookupCNAME(ctx, rest)
			return []string{strings.TrimSuffix(target, ".")}, err
		}
	}
	if net.ParseIP(name) != nil {
		names, err := resolver.LookupAddr(ctx, name)
		for i := range names {
			names[i] = strings.TrimSuffix(names[i], ".")
		}
		return names, err
	}
	return resolver.LookupHost(ctx, name)
}

func main() {
	began := time.Now()
	for _, name := range os.Args[1:] {
		all, err := found(name)
		var failure *net.DNSError
		switch {
		case errors.As(err, &failure) && failure.IsNotFound:
			all = []string{"-"}
		case err != nil:
			all = []string{err.Error()}
		}
		sort.Strings(all)
		fmt.Printf("%s = %s\n", name, strings.Join(all, ","))
	}
	fmt.Println("took", time.Since(began).Milliseconds())
}
