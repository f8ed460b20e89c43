package dev.tulle.cli.local.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The files of `/etc` that a pod sees instead of the machine's. `ip netns exec` mounts what is in
/// `/etc/netns/NAME` over `/etc` for the processes that it starts.
final class NamespaceFiles {

  private static final Path ETC = Path.of("/etc");
  private static final Path FOLDERS = ETC.resolve("netns");

  /// The systemd resolver's own list, used where `/etc/resolv.conf` names its loopback address.
  private static final Path UPSTREAM = Path.of("/run/systemd/resolve/resolv.conf");

  private NamespaceFiles() {}

  static Path folder(String namespace) {
    return FOLDERS.resolve(namespace);
  }

  static void write(PodNetwork network, PodHost host) throws IOException {
    var folder = folder(network.namespace());
    Files.createDirectories(folder);
    var files =
        Map.of(
            "hosts", hosts(network.addresses(), host),
            "hostname", host.hostname() + "\n",
            "resolv.conf", host.resolvConf().orElseGet(NamespaceFiles::resolvers));
    for (var file : files.entrySet()) {
      // `ip netns exec` complains about a file that has no counterpart to be mounted over.
      if (Files.exists(ETC.resolve(file.getKey()))) {
        var path = folder.resolve(file.getKey());
        Files.writeString(path, file.getValue());
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
      }
    }
  }

  static void remove(String namespace) throws IOException {
    var folder = folder(namespace);
    if (Files.isDirectory(folder)) {
      try (var files = Files.list(folder)) {
        for (var file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  /// Removes `/etc/netns` itself, unless someone else keeps files there.
  static void removeIfUnused() throws IOException {
    try {
      Files.deleteIfExists(FOLDERS);
    } catch (DirectoryNotEmptyException e) {
      return;
    }
  }

  /// As a kubelet writes it.
  static String hosts(List<String> addresses, PodHost host) {
    var own =
        host.domain().isEmpty()
            ? host.hostname()
            : host.hostname() + "." + host.domain() + "\t" + host.hostname();
    var text =
        new StringBuilder(
            """
            # Kubernetes-managed hosts file.
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::0\tip6-localnet
            fe00::0\tip6-mcastprefix
            fe00::1\tip6-allnodes
            fe00::2\tip6-allrouters
            """);
    addresses.forEach(address -> text.append(address).append('\t').append(own).append('\n'));
    host.aliases()
        .forEach(
            (ip, names) ->
                text.append(ip).append('\t').append(String.join("\t", names)).append('\n'));
    return text.toString();
  }

  private static String resolvers() {
    var own = usable(ETC.resolve("resolv.conf"));
    return own.contains("nameserver") ? own : usable(UPSTREAM);
  }

  /// Without name servers on the machine's loopback, which a pod does not reach.
  private static String usable(Path file) {
    if (!Files.isReadable(file)) {
      return "";
    }
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> !line.matches("\\s*nameserver\\s+(127\\.|::1).*"))
          .collect(Collectors.joining("\n", "", "\n"));
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }

  /// The folders of an instance's pods, by the beginning of their namespaces' names.
  static List<String> startingWith(String prefix) throws IOException {
    if (!Files.isDirectory(FOLDERS)) {
      return List.of();
    }
    try (var entries = Files.list(FOLDERS)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .toList();
    }
  }
}
