package dev.tulle.cli.command;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import dev.tulle.cli.proxy.ConfigDump;
import dev.tulle.cli.proxy.EndpointRow;
import dev.tulle.cli.proxy.KnownNames;
import dev.tulle.cli.proxy.RunningProxy;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// How a command that looks into one Envoy is told which, and what it finds there.
final class ProxyOptions {

  /// An Envoy that runs, and what its names stand for.
  record Asked(RunningProxy proxy, KnownNames names) {

    ConfigDump configuration() throws IOException {
      return ConfigDump.of(proxy.admin());
    }

    List<EndpointRow> endpoints(ConfigDump dump) throws IOException {
      return EndpointRow.of(EndpointRow.ask(proxy.admin()), dump, names);
    }

    SequencedMap<String, String> about() {
      var about = new LinkedHashMap<String, String>();
      about.put("proxy", proxy.name());
      about.put("namespace", proxy.namespace());
      return about;
    }
  }

  @FunctionalInterface
  interface Question<T> {
    Listing<T> ask(Asked proxy) throws IOException;
  }

  @Parameters(
      index = "0",
      paramLabel = "POD",
      description = "A pod, or deploy/NAME, sts/NAME, svc/NAME...; ingress for the gateway.")
  private String pod = "";

  @Mixin private PodPlace place = new PodPlace();

  @Mixin private OutputFormat output = new OutputFormat();

  /// Asks the proxy that is meant, and prints its answer.
  <T> int print(Console console, Question<T> question) throws Failure {
    Root.need("proxy");
    var running = place.running();
    var proxy = ProxyChoice.of(running, pod, place.namespace());
    if (proxy.kind() == RunningProxy.Kind.GRPC) {
      throw new Failure(
          Exit.USAGE,
          "pod " + proxy.name() + " has no Envoy",
          "its label or annotation tulle.dev/inject is \"grpc\": its programs speak xDS themselves",
          "see what they are started with: `tulle proxy bootstrap --grpc " + proxy.name() + "`");
    }
    if (!pod.endsWith(proxy.name())) {
      console.say("in pod " + proxy.name());
    }
    var own = proxy.namespace().isEmpty() ? "default" : proxy.namespace();
    try {
      question
          .ask(new Asked(proxy, new KnownNames(running.status(), own)))
          .print(console, output.chosen());
      return Exit.OK.code();
    } catch (IOException e) {
      throw new Failure(
          Exit.UNREACHABLE,
          "the Envoy of " + proxy.name() + " does not answer",
          String.valueOf(e.getMessage()),
          "see whether it runs with `tulle proxy list`, and its log "
              + proxy.directory().resolve("envoy.log"));
    }
  }
}
