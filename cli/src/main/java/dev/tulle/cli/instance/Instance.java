package dev.tulle.cli.instance;

import dev.tulle.core.name.ObjectName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// One folder that runs, or ran, on this machine, and where what belongs to it is kept. Everything
/// follows from the folder's real path, so that any command finds a running instance by its folder.
///
/// `run` is gone after a reboot and removed by `down`: pods, proxies, sockets, logs, `status.json`.
/// `state` outlives both: addresses of Services, the address range, the certificate authority.
public record Instance(Path folder, String id, Path run, Path state) {

  private static final int HASH_BYTES = 4;
  private static final int LABEL_LENGTH = 20;

  /// The longest path of a Unix socket that a JDK connects to: one byte less than the kernel's.
  private static final int LONGEST_SOCKET = 106;

  /// The instance of a folder that exists. `TULLE_RUN_DIR` and `TULLE_STATE_DIR` replace
  /// `/run/tulle` and `/var/lib/tulle`.
  public static Instance of(Path folder) throws IOException {
    var real = folder.toRealPath();
    var id = label(real) + "-" + hash(real.toString());
    return new Instance(real, id, runs().resolve(id), states().resolve(id));
  }

  /// The instance that has this run folder, whether or not its own folder is still there.
  public static Instance ofRun(Path folder, Path run) {
    var id = run.getFileName().toString();
    return new Instance(folder, id, run, states().resolve(id));
  }

  /// Where the run folders of all instances are.
  public static Path runs() {
    return base("TULLE_RUN_DIR", "/run/tulle");
  }

  private static Path states() {
    return base("TULLE_STATE_DIR", "/var/lib/tulle");
  }

  /// Eight hex digits that are this instance's own: the part of the names of interfaces (15
  /// characters at most), namespaces and rules that tells instances apart.
  public String key() {
    return id.substring(id.length() - 2 * HASH_BYTES);
  }

  public Path pods() {
    return run.resolve("pods");
  }

  public Path proxies() {
    return run.resolve("proxies");
  }

  /// Where everything of the ingress gateway's Envoy is: `admin.sock`, `envoy.log`, credentials.
  public Path gatewayProxy() {
    return proxies().resolve("ingress");
  }

  /// The directories of the Envoys of Gateways.
  public Path gatewayProxies() {
    return proxies().resolve("gateways");
  }

  /// Where everything of the Envoy of a Gateway is, as in `gatewayProxy`.
  public Path gatewayProxy(ObjectName gateway) {
    return proxyIn(gatewayProxies(), gateway);
  }

  /// Where everything of a pod's proxy is, as in `gatewayProxy`; of a pod whose programs speak xDS
  /// themselves, its credentials and `bootstrap.json`.
  public Path podProxy(ObjectName pod) {
    return proxyIn(podProxies(), pod);
  }

  private static Path proxyIn(Path directory, ObjectName owner) {
    var room = LONGEST_SOCKET - (directory + "//admin.sock").length();
    return directory.resolve(label(owner, room));
  }

  /// What a proxy calls itself to the control plane, for people: on a machine where several folders
  /// run, too.
  public String node(String proxy) {
    return proxy + "." + id;
  }

  /// The directories of all pods' proxies.
  public Path podProxies() {
    return proxies().resolve("pods");
  }

  /// A pod's name as that of a file: `NAMESPACE_NAME`, its end replaced by a hash where it is
  /// longer than `most`.
  public static String label(ObjectName pod, int most) {
    var label = pod.namespace() + "_" + pod.name();
    if (label.length() <= most) {
      return label;
    }
    var hash = "_" + hash(label);
    return label.substring(0, Math.max(0, most - hash.length())) + hash;
  }

  /// What the control plane logs. It outlives `down`, for whoever wants to know what happened.
  public Path log() {
    return state.resolve("control-plane.log");
  }

  /// Where everything of the name server is.
  public Path names() {
    return run.resolve("names");
  }

  /// The Unix socket on which the control plane serves xDS.
  public Path xdsSocket() {
    return run.resolve("xds.sock");
  }

  private static Path base(String variable, String otherwise) {
    var set = System.getenv(variable);
    return Path.of(set == null || set.isEmpty() ? otherwise : set);
  }

  private static String label(Path folder) {
    var name = folder.getFileName();
    var text = name == null ? "root" : name.toString().toLowerCase(Locale.ROOT);
    var clean = text.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return clean.substring(0, Math.min(clean.length(), LABEL_LENGTH));
  }

  private static String hash(String text) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
