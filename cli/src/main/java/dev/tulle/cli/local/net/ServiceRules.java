package dev.tulle.cli.local.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The rules by which an instance's pods, and the host itself, reach its Services: what kube-proxy
/// does on a node. Each change is applied in one step or not at all, and only what differs is
/// handed to the kernel. Connections that exist are not touched. Not safe for threads.
public final class ServiceRules {

  private final RuleText text;
  private @Nullable ServicePorts applied;

  ServiceRules(RuleText text) {
    this.text = text;
  }

  /// Makes the rules without any Service, unless a former run has left some: those hold until the
  /// first `apply`, so that its pods miss nothing.
  void open() throws IOException {
    var tables = Tool.NFT.run("", "list", "tables", "ip").lines().map(String::strip);
    if (tables.noneMatch(("table ip " + text.table())::equals)) {
      Tool.NFT.run(text.whole(ServicePorts.NONE), "-f", "-");
    }
  }

  /// After a failure the next call makes everything anew.
  public void apply(ServicePorts wanted) throws IOException {
    var former = applied;
    var change = former == null ? text.whole(wanted) : text.change(former, wanted);
    applied = null;
    if (!change.isEmpty()) {
      Tool.NFT.run(change, "-f", "-");
    }
    applied = wanted;
  }
}
