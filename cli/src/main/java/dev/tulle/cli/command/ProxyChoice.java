package dev.tulle.cli.command;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import dev.tulle.cli.proxy.RunningProxy;
import java.io.IOException;
import java.util.Optional;

/// Which proxy is meant by `ingress`, or by a pod as `PodChoice` reads it. A pod that is called
/// `ingress` is `pod/ingress`.
final class ProxyChoice {

  private ProxyChoice() {}

  static RunningProxy of(RunningFolder running, String wanted, Optional<String> namespace)
      throws Failure {
    if (wanted.equals(RunningProxy.INGRESS)) {
      return RunningProxy.gateway(running.instance());
    }
    var pod = PodChoice.of(running.status(), wanted, namespace);
    try {
      return RunningProxy.of(running.instance(), pod)
          .orElseThrow(
              () ->
                  new Failure(
                      Exit.USAGE,
                      "pod " + pod.name() + " has no proxy",
                      "a label or annotation tulle.dev/inject of it or of its namespace keeps it out"
                          + " of the mesh, or it is only just being made",
                      "name another one of `tulle proxy list`, or take tulle.dev/inject away"));
    } catch (IOException e) {
      throw new Failure(
          Exit.UNREACHABLE,
          "the proxy of pod " + pod.name() + " cannot be looked at",
          String.valueOf(e.getMessage()),
          "see `tulle proxy list`");
    }
  }

  /// The one pod whose programs speak xDS themselves.
  static RunningProxy onlyGrpc(RunningFolder running) throws Failure {
    try {
      var pods =
          RunningProxy.all(running.instance(), running.status()).stream()
              .filter(proxy -> proxy.kind() == RunningProxy.Kind.GRPC)
              .toList();
      if (pods.size() == 1) {
        return pods.getFirst();
      }
      throw new Failure(
          Exit.USAGE,
          "which pod's bootstrap is wanted is not said",
          pods.isEmpty()
              ? "no pod has tulle.dev/inject: \"grpc\" as its label or annotation"
              : pods.size() + " pods speak xDS themselves",
          pods.isEmpty() ? "set it in a pod's template" : "name one: " + pods.getFirst().name());
    } catch (IOException e) {
      throw new Failure(
          Exit.UNREACHABLE,
          "the pods of this folder cannot be looked at",
          String.valueOf(e.getMessage()),
          "see `tulle proxy list`");
    }
  }
}
