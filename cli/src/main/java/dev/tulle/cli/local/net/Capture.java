package dev.tulle.cli.local.net;

import java.io.IOException;

/// The rules by which all TCP of a pod goes through the proxy in its network namespace: what comes
/// in, and what its programs send. Left alone are what the proxy itself sends, what stays in the
/// pod (its loopback, also by its own address), what the node's agent asks, and addresses of the
/// link. UDP is not touched.
///
/// The rules belong to the namespace and go with it. They are loaded before anything runs there, so
/// that no connection is older than they are.
public record Capture(long proxyUser, int outbound, int inbound) {

  /// Puts the rules into force in one step, whether or not there are some.
  public void load(PodNetwork network) throws IOException {
    Tool.NSENTER.run(rules(network.agent()), "--net=" + network.file(), Tool.NFT.path(), "-f", "-");
  }

  String rules(String agent) {
    return """
    table inet tulle
    delete table inet tulle
    table inet tulle {
      chain output {
        type nat hook output priority -100; policy accept;
        meta skuid %1$d accept
        oifname "lo" accept
        ip6 daddr fe80::/10 accept
        meta l4proto tcp redirect to :%2$d
      }
      chain prerouting {
        type nat hook prerouting priority -100; policy accept;
        iifname "lo" accept
        ip saddr %4$s accept
        ip6 saddr fe80::/10 accept
        meta l4proto tcp redirect to :%3$d
      }
    }
    """
        .formatted(proxyUser, outbound, inbound, agent);
  }
}
