package dev.tulle.cli.local.net;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rules by which all TCP of a pod goes through the proxy in its network namespace: what its
/// programs send, and what comes in for one that listens; where none does, a connection is refused
/// as it is without a proxy. Left alone are what the proxy itself sends, what stays in the pod (its
/// loopback, also by its own address), what the node's agent asks, and addresses of the link. UDP
/// is not touched.
///
/// The rules belong to the namespace and go with it. They are loaded before anything runs there, so
/// that no connection is older than they are.
public record Capture(long proxyUser, int outbound, int inbound) {

  private static final Logger log = LoggerFactory.getLogger(Capture.class);

  /// Matches where a socket listens at the packet's destination, bound to this address or to any.
  private static final String LISTENED_TO = "socket wildcard { 0, 1 } ";

  /// Puts the rules into force in one step, whether or not there are some.
  public void load(PodNetwork network) throws IOException {
    try {
      load(network, LISTENED_TO);
    } catch (IOException e) {
      log.warn(
          "this kernel does not match sockets, so all is led to the proxy: {}", e.getMessage());
      load(network, "");
    }
  }

  private void load(PodNetwork network, String incoming) throws IOException {
    var rules = rules(network.agent(), incoming);
    Tool.NSENTER.run(rules, "--net=" + network.file(), Tool.NFT.path(), "-f", "-");
  }

  private String rules(String agent, String incoming) {
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
        meta l4proto tcp %5$sredirect to :%3$d
      }
    }
    """
        .formatted(proxyUser, outbound, inbound, agent, incoming);
  }
}
