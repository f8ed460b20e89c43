package dev.tulle.server.status;

import dev.tulle.core.status.Finding;
import dev.tulle.core.status.Severity;
import dev.tulle.core.world.Kind;
import dev.tulle.server.kube.ApiFailure;
import dev.tulle.server.kube.StatusResource;
import dev.tulle.server.loop.Published;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tells findings as Events, for `kubectl describe`. One finding is one Event, by its name, however
/// often it is told; it is told once it has stood for a moment, and again before Kubernetes forgets
/// it. Not all objects of a cluster are spoken of: only those that ask for something of ours, the
/// Secrets that they name, and Services that are routed to.
final class FindingEvents {

  private static final Logger LOG = LoggerFactory.getLogger(FindingEvents.class);

  private static final Set<String> SPOKEN_OF =
      Set.of(
          Kind.INGRESS.name(),
          Kind.INGRESS_CLASS.name(),
          Kind.SECRET.name(),
          Kind.GATEWAY_CLASS.name(),
          Kind.GATEWAY.name(),
          Kind.LISTENER_SET.name(),
          Kind.HTTP_ROUTE.name(),
          Kind.GRPC_ROUTE.name(),
          Kind.TLS_ROUTE.name(),
          Kind.TCP_ROUTE.name(),
          Kind.UDP_ROUTE.name(),
          Kind.BACKEND_TLS_POLICY.name(),
          Kind.BACKEND_TRAFFIC_POLICY.name(),
          Kind.GATEWAY_PARAMETERS.name());

  /// What is applied together arrives one by one; what rolls out has no endpoints for a moment.
  private static final Duration ERROR_STANDS = Duration.ofSeconds(1);

  private static final Duration WARNING_STANDS = Duration.ofSeconds(10);

  /// Kubernetes keeps an Event for an hour.
  private static final Duration AGAIN = Duration.ofMinutes(30);

  /// After one could not be written: nobody waits for it.
  private static final Duration RETRY = Duration.ofSeconds(10);

  private static final int LONGEST_MESSAGE = 1024;

  private record Told(Instant since, Instant next) {}

  private final StatusResource resource;
  private final Clock clock;
  private Map<Finding, Told> told = new HashMap<>();

  FindingEvents(StatusResource resource, Clock clock) {
    this.resource = resource;
    this.clock = clock;
  }

  /// Whoever leads now does not know what was told.
  void forget() {
    told.clear();
  }

  void turn(Published published) throws InterruptedException {
    var now = clock.instant();
    var next = new HashMap<Finding, Told>();
    for (var status : published.compilation().statuses().values()) {
      for (var finding : status.findings()) {
        if (!isSpokenOf(finding) || isEnding(published, finding.object().namespace())) {
          continue;
        }
        var before = told.get(finding);
        var entry = before == null ? new Told(now, now.plus(stands(finding))) : before;
        if (!now.isBefore(entry.next())) {
          boolean written = tell(published, finding, entry.since(), now);
          entry = new Told(entry.since(), now.plus(written ? AGAIN : RETRY));
        }
        next.put(finding, entry);
      }
    }
    told = next;
  }

  /// In a namespace that goes nothing can be made any more.
  private static boolean isEnding(Published published, String namespace) {
    return !namespace.isEmpty()
        && published
            .world()
            .get(Kind.NAMESPACE, "", namespace)
            .filter(each -> each.getMetadata().getDeletionTimestamp() != null)
            .isPresent();
  }

  private static boolean isSpokenOf(Finding finding) {
    return SPOKEN_OF.contains(finding.object().kind())
        || (finding.object().kind().equals(Kind.SERVICE.name())
            && finding.reason().equals("NoReadyEndpoints"));
  }

  private static Duration stands(Finding finding) {
    return finding.severity() == Severity.ERROR ? ERROR_STANDS : WARNING_STANDS;
  }

  /// False if it has to be tried again.
  private boolean tell(Published published, Finding finding, Instant since, Instant now)
      throws InterruptedException {
    var name = finding.object();
    if (!(published.world().get(name).orElse(null) instanceof HasMetadata object)) {
      return true;
    }
    try {
      resource.event(event(finding, object, List.of(since, now)));
      return true;
    } catch (ApiFailure e) {
      LOG.warn("an Event for {} cannot be written: {}", name, e.getMessage());
      return e.why() == ApiFailure.Cause.INVALID;
    }
  }

  private ObjectNode event(Finding finding, HasMetadata object, List<Instant> times)
      throws ApiFailure, InterruptedException {
    var name = finding.object();
    var uid = String.valueOf(object.getMetadata().getUid());
    var namespace = name.namespace().isEmpty() ? "default" : name.namespace();
    var event = JsonNodeFactory.instance.objectNode();
    event.put("apiVersion", "v1").put("kind", "Event");
    event.putObject("metadata").put("name", eventName(finding, uid)).put("namespace", namespace);
    event
        .putObject("involvedObject")
        .put("apiVersion", resource.apiVersion(name))
        .put("kind", name.kind())
        .put("namespace", name.namespace())
        .put("name", name.name())
        .put("uid", uid)
        .put("fieldPath", finding.path());
    event.put("type", "Warning").put("reason", finding.reason()).put("message", words(finding));
    event.putObject("source").put("component", "tulle");
    event.put("reportingComponent", "tulle.dev/controller");
    event.put("firstTimestamp", time(times.getFirst())).put("lastTimestamp", time(times.getLast()));
    event.put("count", 1);
    return event;
  }

  private static String words(Finding finding) {
    var words = sentence(finding.message());
    if (!finding.cure().isEmpty()) {
      words += " " + sentence(finding.cure());
    }
    return words.length() <= LONGEST_MESSAGE ? words : words.substring(0, LONGEST_MESSAGE);
  }

  private static String sentence(String text) {
    if (text.isEmpty()) {
      return text;
    }
    var begun = Character.toUpperCase(text.charAt(0)) + text.substring(1);
    return begun.endsWith(".") ? begun : begun + ".";
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// The same for the same finding about the same object, whoever tells it.
  private static String eventName(Finding finding, String uid) {
    var what = List.of(uid, finding.path(), finding.reason(), finding.message(), finding.cure());
    var base = finding.object().name();
    return base.substring(0, Math.min(base.length(), 200))
        + "."
        + Integer.toUnsignedString(what.hashCode(), 36);
  }
}
