package dev.tulle.cli.local.net;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rules by which an instance's pods, and the host itself, reach its Services: what kube-proxy
/// does on a node. Each change is applied in one step or not at all, and only what differs is
/// handed to the kernel. Connections that exist are not touched. Not safe for threads.
public final class ServiceRules {

  private final List<RuleText> texts;
  private @Nullable ServicePorts applied;

  /// One text for each family that pods have.
  ServiceRules(List<RuleText> texts) {
    this.texts = List.copyOf(texts);
  }

  /// Makes the rules without any Service, unless a former run has left some: those hold until the
  /// first `apply`, so that its pods miss nothing.
  void open() throws IOException {
    var tables = Tool.NFT.run("", "list", "tables").lines().map(String::strip).toList();
    for (var text : texts) {
      if (!tables.contains("table " + text.table())) {
        Tool.NFT.run(text.whole(ServicePorts.NONE), "-f", "-");
      }
    }
  }

  /// After a failure the next call makes everything anew.
  public void apply(ServicePorts wanted) throws IOException {
    var former = applied;
    var change =
        texts.stream()
            .map(text -> former == null ? text.whole(wanted) : text.change(former, wanted))
            .collect(Collectors.joining());
    applied = null;
    if (!change.isEmpty()) {
      Tool.NFT.run(change, "-f", "-");
    }
    applied = wanted;
  }
}
