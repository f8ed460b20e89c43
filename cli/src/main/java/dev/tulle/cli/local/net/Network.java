package dev.tulle.cli.local.net;

import dev.tulle.cli.instance.Instance;
import dev.tulle.core.ir.IpFamily;
import dev.tulle.core.name.ObjectName;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The network of one instance: a bridge with the host's own address on it, and a network namespace
/// with a cable to the bridge for each pod. Pods of an instance reach one another and the host, and
/// through it the outside under the host's address. All that a pod sends passes the host, also to
/// its neighbours, so that answers from behind a Service's address find their way back. Where this
/// machine has IPv6 (see `Ipv6`) all of this holds for it, too.
///
/// What exists is adopted and never made twice: an instance may be opened again while its pods run.
/// Everything it makes carries the instance's key in its name, which is how left-overs are found.
/// The machine's `net.ipv4.ip_forward`, and its counterpart of IPv6, is switched on and stays so:
/// other programs may have come to rely on it meanwhile.
public final class Network implements AutoCloseable {

  static final Path NAMESPACES = Path.of("/run/netns");
  private static final Path LINKS = Path.of("/sys/class/net");
  private static final Path FORWARD = Path.of("/proc/sys/net/ipv4/ip_forward");
  private static final int GATEWAY = 1;
  private static final int FIRST = 2;
  private static final int LABEL_LENGTH = 120;

  private final String key;
  private final AddressRange range;
  private final AddressRange services;
  private final Optional<Ipv6Network> ipv6;
  private final int mtu;
  private final Set<Integer> used = new HashSet<>();
  private final Set<String> attached = new HashSet<>();
  private int next = FIRST;

  private Network(String key, AddressRange block, Optional<Ipv6Network> ipv6, int mtu) {
    this.key = key;
    this.ipv6 = ipv6;
    this.range = block.half(0);
    this.services = block.half(1);
    this.mtu = mtu;
  }

  /// Makes the bridge and the rules, or takes over those that exist.
  public static Network open(Instance instance) throws IOException {
    var bridge = bridge(instance.key());
    var others =
        Tool.IP
            .run("", "-4", "route", "show", "table", "all")
            .lines()
            .filter(line -> !(line + " ").contains(" dev " + bridge + " "))
            .toList();
    var block = RangeChoice.of(instance, String.join("\n", others), exists(bridge));
    var network = new Network(instance.key(), block, Ipv6Network.of(instance.key()), smallestMtu());
    network.makeBridge(bridge);
    network.rules().open();
    return network;
  }

  public AddressRange range() {
    return range;
  }

  /// The addresses that Services may have: beside those of pods, and on no interface. A block of
  /// IPv4, and where this machine has IPv6 one of that.
  public List<AddressBlock> serviceBlocks() {
    var blocks = new ArrayList<AddressBlock>(List.of(services));
    ipv6.map(Ipv6Network::services).ifPresent(blocks::add);
    return blocks;
  }

  /// All of its addresses: those of pods and of Services.
  public List<AddressBlock> blocks() {
    var blocks = new ArrayList<AddressBlock>(List.of(range));
    ipv6.map(Ipv6Network::pods).ifPresent(blocks::add);
    blocks.addAll(serviceBlocks());
    return blocks;
  }

  /// The host's own address on the bridge.
  public String gateway() {
    return range.address(GATEWAY);
  }

  /// The host's other address on the bridge: whom it has a question for as their node, such as a
  /// probe, it asks from there. Nothing else comes from it, and no pod has it.
  public String agent() {
    return range.address(agentIndex());
  }

  private int agentIndex() {
    return range.size() - 2;
  }

  /// The rules of this network, as they were never applied before.
  public ServiceRules rules() {
    var bridge = bridge(key);
    var texts = new ArrayList<RuleText>();
    texts.add(new RuleText(IpFamily.IPV4, key, bridge, range, services));
    ipv6.ifPresent(
        it -> texts.add(new RuleText(IpFamily.IPV6, key, bridge, it.pods(), it.services())));
    return new ServiceRules(texts);
  }

  /// Gives a pod a network of its own. Remains of an earlier pod of that name are replaced.
  public PodNetwork attach(ObjectName pod, PodHost host) throws IOException {
    var network = reserve(pod);
    try {
      removeNamespace(network.namespace());
      NamespaceFiles.write(network, host);
      var index = range.index(network.address());
      Tool.IP.run(
          """
          netns add %1$s
          link add %2$s address %5$s mtu %6$d type veth peer name eth0 address %4$s mtu %6$d netns %1$s
          link set %2$s master %3$s up
          link set %2$s type bridge_slave hairpin on
          """
              .formatted(
                  network.namespace(),
                  network.cable(),
                  bridge(key),
                  range.hardware(index),
                  range.hardware(index).replaceFirst("02", "06"),
                  mtu),
          "-batch",
          "-");
      Tool.IP.run(
          """
          link set lo up
          address add %s/32 dev eth0
          link set eth0 up
          route add default via %s dev eth0 onlink
          """
                  .formatted(network.address(), gateway())
              + routes(network),
          "-n",
          network.namespace(),
          "-batch",
          "-");
      return network;
    } catch (IOException e) {
      detach(network);
      throw new IOException(pod + " could not be given a network: " + e.getMessage(), e);
    }
  }

  private String routes(PodNetwork network) throws IOException {
    return ipv6.isPresent() && network.ipv6().isPresent()
        ? ipv6.get().inPod(network.ipv6().get())
        : "";
  }

  /// The network that a running pod has already, by the addresses that it has; nothing if it has
  /// none, or one of another range.
  public synchronized Optional<PodNetwork> adopt(ObjectName pod, List<String> addresses) {
    var address = addresses.isEmpty() ? "" : addresses.getFirst();
    var index = range.find(address).orElse(agentIndex());
    if (index == agentIndex() || !Files.exists(network(pod, index).file())) {
      return Optional.empty();
    }
    used.add(index);
    next = Math.max(next, index + 1);
    var network = network(pod, index).having(addresses);
    attached.add(network.namespace());
    return Optional.of(network);
  }

  /// Takes a pod's network away, and kills whatever still runs in it.
  public void detach(PodNetwork network) throws IOException {
    // The kernel removes the cable with the namespace, without anyone having to wait for it.
    removeNamespace(network.namespace());
    synchronized (this) {
      attached.remove(network.namespace());
      used.remove(range.index(network.address()));
    }
  }

  /// Removes what is left of pods that are not attached: of a creation that was cut off, say.
  public void removeLeftovers() throws IOException {
    Set<String> keep;
    Set<String> cables = new HashSet<>();
    synchronized (this) {
      keep = Set.copyOf(attached);
      used.forEach(index -> cables.add(cable(index)));
    }
    removeNamespaces(key, keep);
    removeLinks("t" + key + "-", cables);
  }

  /// Removes everything: namespaces with what runs in them, interfaces, rules.
  @Override
  public void close() throws IOException {
    remove(key);
  }

  /// Removes everything that an instance may have left, without making anything first.
  public static void remove(Instance instance) throws IOException {
    remove(instance.key());
  }

  private static void remove(String key) throws IOException {
    removeNamespaces(key, Set.of());
    removeLinks("t" + key + "-", Set.of());
    removeLinks(bridge(key), Set.of());
    Tool.NFT.run(RuleText.removal(IpFamily.IPV4, key), "-f", "-");
    if (Ipv6.isKnown()) {
      Tool.NFT.run(RuleText.removal(IpFamily.IPV6, key), "-f", "-");
    }
    NamespaceFiles.removeIfUnused();
  }

  private synchronized PodNetwork reserve(ObjectName pod) throws IOException {
    // An address comes back last of all, so that no client of a former pod meets a new one.
    var last = agentIndex() - 1;
    for (var tries = FIRST; tries <= last; tries++) {
      var index = next > last ? FIRST : next;
      next = index + 1;
      if (used.add(index)) {
        var network = network(pod, index);
        attached.add(network.namespace());
        return network;
      }
    }
    throw new IOException(
        pod + " can have no address: all of " + range + " are in use; delete some pods.");
  }

  private PodNetwork network(ObjectName pod, int index) {
    var label = pod.namespace() + "_" + pod.name();
    var name =
        label.length() <= LABEL_LENGTH
            ? label
            : label.substring(0, LABEL_LENGTH) + Integer.toHexString(label.hashCode());
    return new PodNetwork(
        namespaces(key) + name,
        range.address(index),
        ipv6.map(it -> it.pods().address(index)),
        gateway(),
        agent(),
        cable(index));
  }

  private void makeBridge(String bridge) throws IOException {
    // Its own fixed hardware address: otherwise it takes the lowest of its ports', which changes
    // with every pod, and pods would send to the old one for a while.
    Tool.IP.run(
        (exists(bridge)
                ? ""
                : "link add %s address %s type bridge\n".formatted(bridge, range.hardware(GATEWAY)))
            + """
            link set %1$s up
            address replace %2$s/%3$d dev %1$s
            address replace %5$s/32 dev %1$s
            route replace %4$s dev %1$s src %2$s
            """
                .formatted(bridge, gateway(), range.prefix(), services, agent())
            + ipv6.map(it -> it.onBridge(bridge)).orElse(""),
        "-batch",
        "-");
    if (ipv6.isPresent()) {
      Ipv6.forward(bridge);
    }
    if (!Files.readString(FORWARD).strip().equals("1")) {
      Files.writeString(FORWARD, "1");
    }
  }

  private static boolean exists(String link) {
    return Files.exists(LINKS.resolve(link));
  }

  private static void removeNamespaces(String key, Set<String> keep) throws IOException {
    var names = new TreeSet<>(NamespaceFiles.startingWith(namespaces(key)));
    names.addAll(entries(NAMESPACES, namespaces(key)));
    names.removeAll(keep);
    for (var name : names) {
      removeNamespace(name);
    }
  }

  private static void removeNamespace(String name) throws IOException {
    var file = NAMESPACES.resolve(name);
    if (Files.exists(file)) {
      Processes.killNetwork(file);
      Tool.IP.run("", "netns", "delete", name);
    }
    NamespaceFiles.remove(name);
  }

  private static void removeLinks(String prefix, Set<String> keep) throws IOException {
    var links = new ArrayList<>(entries(LINKS, prefix));
    links.removeAll(keep);
    if (!links.isEmpty()) {
      var lines = String.join("", links.stream().map("link delete %s\n"::formatted).toList());
      try {
        Tool.IP.run(lines, "-force", "-batch", "-");
      } catch (IOException e) {
        // Those whose namespace has just gone may have gone with it meanwhile.
        links.retainAll(entries(LINKS, prefix));
        if (!links.isEmpty()) {
          throw e;
        }
      }
    }
  }

  private static List<String> entries(Path folder, String prefix) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .toList();
    }
  }

  /// Pods must not send larger packets than the way out takes.
  private static int smallestMtu() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .filter(Network::leadsOut)
        .mapToInt(Network::mtu)
        .min()
        .orElse(1500);
  }

  /// Whether an interface is a bridge or a cable of some instance.
  static boolean isOurs(String link) {
    return link.matches("t[0-9a-f]{8}(-.*)?");
  }

  private static boolean leadsOut(NetworkInterface link) {
    try {
      return link.isUp() && !link.isLoopback() && !isOurs(link.getName());
    } catch (SocketException e) {
      return false;
    }
  }

  private static int mtu(NetworkInterface link) {
    try {
      return Math.clamp(link.getMTU(), 1280, 1500);
    } catch (SocketException e) {
      return 1500;
    }
  }

  private static String bridge(String key) {
    return "t" + key;
  }

  private String cable(int index) {
    return "t%s-%03x".formatted(key, index);
  }

  private static String namespaces(String key) {
    return "tulle-" + key + "-";
  }
}
