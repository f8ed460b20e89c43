package dev.tulle.cli.status;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Everything about a running folder at one moment, as `tulle status -o json` prints it: the names
/// and types here are that schema, and only grow. Lists are in a fixed order, names before all;
/// texts that are unset are empty, never null.
public record StatusSnapshot(
    String schema,
    String instance,
    String folder,
    ControlPlane controlPlane,
    List<Gateway> gateways,
    List<Workload> workloads,
    List<Pod> pods,
    List<Service> services,
    List<Item> objects,
    List<Proxy> proxies,
    List<Warning> warnings) {

  public static final String SCHEMA = "tulle.dev/status/v1";

  public StatusSnapshot {
    gateways = List.copyOf(gateways);
    workloads = List.copyOf(workloads);
    pods = List.copyOf(pods);
    services = List.copyOf(services);
    objects = List.copyOf(objects);
    proxies = List.copyOf(proxies);
    warnings = List.copyOf(warnings);
  }

  /// The process that compiles and serves configuration. `sequence` is that of what it published
  /// last; `failures` counts what it could not compile by a fault of its own.
  public record ControlPlane(
      long pid, Instant since, State state, long sequence, long failures, LastChange lastChange) {}

  /// `STOPPED` is never in the file: a reader says so when the process is gone.
  public enum State {
    STARTING,
    RUNNING,
    STOPPING,
    STOPPED
  }

  /// The last change that reached the proxies: `what` in a few words, and the milliseconds from the
  /// event to the last ACK; -1 while one is awaited.
  public record LastChange(Instant at, String what, long millisToAck) {

    public static final LastChange NONE = new LastChange(Instant.EPOCH, "", -1);

    public boolean none() {
      return what.isEmpty();
    }
  }

  /// A way in: `addresses` are URLs such as `http://127.0.0.1:8080`, `hosts` what its routes are
  /// for.
  public record Gateway(String name, List<String> addresses, List<String> hosts, boolean ready) {

    public Gateway {
      addresses = List.copyOf(addresses);
      hosts = List.copyOf(hosts);
    }
  }

  /// A Deployment, StatefulSet or Job, or a Pod of its own. `why` says what keeps it from being
  /// ready, and is empty when nothing does.
  public record Workload(
      String kind,
      String namespace,
      String name,
      int ready,
      int desired,
      int restarts,
      String why) {

    /// How far it has come, as in `2/3 ready`; the pods of a Job are not to be ready, but to end.
    public String progress() {
      return ready + "/" + desired + (kind.equals("Job") ? " completed" : " ready");
    }
  }

  public record Pod(
      String namespace,
      String name,
      String ip,
      String phase,
      boolean ready,
      int restarts,
      Instant since,
      String workload,
      String why,
      PodProxy proxy) {

    /// Whether its programs are done, and its proxy with them.
    public boolean ended() {
      return phase.equals("Succeeded") || phase.equals("Failed");
    }
  }

  /// How a pod takes part in the mesh: `kind` is `sidecar`, `grpc` where its programs speak xDS
  /// themselves, or `none`. It is `ready` once it has applied what it was sent last, except for
  /// what it `rejected`, in Envoy's words.
  public record PodProxy(String kind, boolean ready, List<String> rejected) {

    public static final PodProxy NONE = new PodProxy("none", false, List.of());

    public PodProxy {
      rejected = List.copyOf(rejected);
    }
  }

  /// `ports` as in `80/TCP`; `ready` of `total` endpoints are sent requests; `pods` are behind it.
  /// One with an `externalName` is another name for that, and has neither address nor endpoints.
  public record Service(
      String namespace,
      String name,
      String address,
      String externalName,
      List<String> ports,
      int ready,
      int total,
      List<String> pods) {

    public Service {
      ports = List.copyOf(ports);
      pods = List.copyOf(pods);
    }

    /// Whether it is a name and nothing more.
    public boolean isExternal() {
      return !externalName.isEmpty();
    }
  }

  /// An object of the folder, where it stands, and what became of it.
  public record Item(
      String kind,
      String namespace,
      String name,
      String file,
      int line,
      List<Condition> conditions) {

    public Item {
      conditions = List.copyOf(conditions);
    }
  }

  /// `status` is `True`, `False` or `Unknown`, as Kubernetes writes it.
  public record Condition(String type, String status, String reason, String message) {}

  /// An Envoy, or a client that speaks xDS itself; `pod` is whose it is, as in `shop/front-1`, and
  /// empty where it is no pod's. `applied` has the sequence that it acknowledged last, `resources`
  /// how many of each type it is sent, `pendingMillis` the age of the oldest thing it was sent and
  /// has not answered, or -1; `rejected` is what it said about what it refused.
  public record Proxy(
      String name,
      String pod,
      boolean connected,
      long applied,
      Map<String, Integer> resources,
      long pendingMillis,
      List<String> rejected) {

    public Proxy {
      rejected = List.copyOf(rejected);
    }
  }

  /// A finding on the folder. `severity` is `error` or `warning`; `line` is 0 where none is known.
  public record Warning(
      String severity,
      String file,
      int line,
      String object,
      String reason,
      String message,
      String cure) {

    /// As compilers write it: `my-ingress.yaml:8`.
    public String place() {
      return line > 0 ? file + ":" + line : file;
    }
  }

  /// The same, as it is when the process that wrote it is gone.
  public StatusSnapshot stopped() {
    return with(
        new ControlPlane(
            controlPlane.pid(),
            controlPlane.since(),
            State.STOPPED,
            controlPlane.sequence(),
            controlPlane.failures(),
            controlPlane.lastChange()));
  }

  public StatusSnapshot with(ControlPlane other) {
    return new StatusSnapshot(
        schema, instance, folder, other, gateways, workloads, pods, services, objects, proxies,
        warnings);
  }
}
