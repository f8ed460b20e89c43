package dev.tulle.cli.command;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import dev.tulle.cli.proxy.RunningProxy;
import dev.tulle.cli.proxy.RunningProxy.Kind;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `tulle proxy bootstrap`.
@Command(
    name = "bootstrap",
    description = {
      "Prints what a pod's Envoy was started with; with --grpc, the file for GRPC_XDS_BOOTSTRAP with"
          + " which a pod's own gRPC clients speak xDS."
    },
    footer = {
      "",
      "Example:",
      "  tulle proxy bootstrap deploy/my-app",
      "  tulle proxy bootstrap --grpc deploy/my-client > bootstrap.json"
    })
final class ProxyBootstrapCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "POD",
      description = {
        "A pod, or deploy/NAME, sts/NAME, svc/NAME...; ingress for the gateway.",
        "With --grpc it may be left out where only one pod speaks xDS itself."
      })
  private Optional<String> pod = Optional.empty();

  @Option(names = "--grpc", description = "The file for gRPC's own xDS clients.")
  private boolean grpc;

  @Mixin private PodPlace place = new PodPlace();

  ProxyBootstrapCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure {
    Root.need("proxy");
    var running = place.running();
    var proxy =
        pod.isPresent()
            ? ProxyChoice.of(running, pod.get(), place.namespace())
            : grpc ? ProxyChoice.onlyGrpc(running) : unnamed();
    if (grpc != (proxy.kind() == Kind.GRPC)) {
      throw otherKind(proxy);
    }
    console.out().println(new Output().indented(bootstrap(proxy).toString()));
    return Exit.OK.code();
  }

  private static RunningProxy unnamed() throws Failure {
    throw new Failure(
        Exit.USAGE,
        "which proxy's bootstrap is wanted is not said",
        "each proxy has one of its own",
        "name a pod, deploy/NAME, or ingress: `tulle proxy list` shows what there is");
  }

  private static Failure otherKind(RunningProxy proxy) {
    return proxy.kind() == Kind.GRPC
        ? new Failure(
            Exit.USAGE,
            "pod " + proxy.name() + " has no Envoy",
            "its label or annotation tulle.dev/inject is \"grpc\": its programs speak xDS themselves",
            "add --grpc")
        : new Failure(
            Exit.USAGE,
            proxy.name() + " has an Envoy, and no file for gRPC's own clients",
            "a pod has one where its label or annotation tulle.dev/inject is \"grpc\"",
            "set that in the pod's template, or leave --grpc out");
  }

  private static JsonNode bootstrap(RunningProxy proxy) throws Failure {
    try {
      return proxy
          .bootstrap()
          .orElseThrow(() -> new IOException(proxy.directory() + " has no bootstrap.json"));
    } catch (IOException e) {
      throw new Failure(
          Exit.UNREACHABLE,
          "the bootstrap of " + proxy.name() + " cannot be read",
          String.valueOf(e.getMessage()),
          "see `tulle proxy list`");
    }
  }
}
