package dev.tulle.cli.local.net;

import dev.tulle.cli.instance.Instance;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Which addresses an instance has for its pods and Services: chosen once, kept in the instance's
/// state, and chosen again only when this machine has since got a route into them.
///
/// No range of another instance or of a route of this machine is taken. 10.0.0.0/9 is left alone,
/// since clusters and most home networks live there.
final class RangeChoice {

  /// Half of it is for pods and half for Services: 16,381 of each.
  static final int PREFIX = 17;

  private static final String FILE = "pod-range";
  private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+(?:/\\d+)?");

  private RangeChoice() {}

  /// `routes` is the output of `ip -4 route show table all`, without this instance's own routes;
  /// with `inUse` pods may run in the former range, which is kept then whatever has come since.
  static AddressRange of(Instance instance, String routes, boolean inUse) throws IOException {
    Files.createDirectories(instance.state());
    var all = instance.state().toAbsolutePath().resolveSibling(".").normalize();
    // Two instances that start at once must not choose the same range; closing frees the lock.
    try (var file =
        FileChannel.open(
            all.resolve("pod-range.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.lock();
      return locked(instance, all, routes, inUse);
    }
  }

  private static AddressRange locked(Instance instance, Path all, String routes, boolean inUse)
      throws IOException {
    var taken = new ArrayList<>(routed(routes));
    for (var other : instances(all)) {
      var file = other.resolve(FILE);
      if (!other.equals(instance.state().toAbsolutePath()) && Files.exists(file)) {
        taken.add(AddressRange.parse(Files.readString(file).strip()));
      }
    }
    var file = instance.state().resolve(FILE);
    if (Files.exists(file)) {
      var former = AddressRange.parse(Files.readString(file).strip());
      if (inUse || taken.stream().noneMatch(former::overlaps)) {
        return former;
      }
    }
    var chosen = choose(Integer.parseUnsignedInt(instance.key(), 16), taken);
    Files.writeString(file, chosen + "\n");
    return chosen;
  }

  /// The first candidate from a start that follows from the instance, so that a range is likely to
  /// be the same again after its state is lost.
  static AddressRange choose(int seed, List<AddressRange> taken) throws IOException {
    return Stream.of("10.128.0.0/9", "172.16.0.0/12", "100.64.0.0/10")
        .map(AddressRange::parse)
        .flatMap(block -> candidates(block, seed))
        .filter(candidate -> taken.stream().noneMatch(candidate::overlaps))
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    "every private range has a route on this machine, so pods can have no address:"
                        + " remove a route into 10.128.0.0/9, 172.16.0.0/12 or 100.64.0.0/10."));
  }

  /// The destinations of a routing table; the default route covers everything and takes nothing.
  static List<AddressRange> routed(String routes) {
    return routes
        .lines()
        .filter(line -> !line.startsWith("default") && !line.startsWith("0.0.0.0/0"))
        .map(ADDRESS::matcher)
        .filter(match -> match.find())
        .map(match -> AddressRange.parse(match.group()))
        .filter(range -> range.prefix() > 0)
        .toList();
  }

  private static Stream<AddressRange> candidates(AddressRange block, int seed) {
    var count = 1 << (PREFIX - block.prefix());
    var start = Math.floorMod(seed, count);
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new AddressRange(
                    block.base() + ((start + i) % count * (1 << (32 - PREFIX))), PREFIX));
  }

  private static List<Path> instances(Path all) throws IOException {
    try (var entries = Files.list(all)) {
      return entries.filter(Files::isDirectory).toList();
    }
  }
}
