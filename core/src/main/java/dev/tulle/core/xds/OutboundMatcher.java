package dev.tulle.core.xds;

import com.github.xds.core.v3.CidrRange;
import com.github.xds.core.v3.TypedExtensionConfig;
import com.github.xds.type.matcher.v3.IPMatcher;
import com.github.xds.type.matcher.v3.IPMatcher.IPRangeMatcher;
import com.github.xds.type.matcher.v3.Matcher;
import com.github.xds.type.matcher.v3.Matcher.MatcherTree;
import com.github.xds.type.matcher.v3.Matcher.MatcherTree.MatchMap;
import com.github.xds.type.matcher.v3.Matcher.OnMatch;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import dev.tulle.core.ir.Destination;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.DestinationIPInput;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.DestinationPortInput;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Renders which filter chain takes a connection that a pod opens: by the port, and then by the
/// address. An address costs some twenty bytes; a chain of its own would take 30 KiB of Envoy, a
/// listener without HTTP 15. Chains are not touched when addresses come and go, so that their
/// connections live on.
final class OutboundMatcher {

  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  private OutboundMatcher() {}

  /// What is opened to one of these goes to its chain, whatever else is for one of the closed ports
  /// to the chain `closed`; for all others there is no answer.
  static Matcher render(
      Collection<Destination> reached, Function<Destination, String> chain, List<Integer> closed) {
    var byPort = new TreeMap<Integer, SortedMap<String, SortedSet<String>>>();
    for (var destination : reached) {
      var dialled = DialledAddress.of(destination);
      byPort
          .computeIfAbsent(dialled.port(), port -> new TreeMap<>())
          .computeIfAbsent(chain.apply(destination), name -> new TreeSet<>())
          .add(dialled.address());
    }
    closed.forEach(port -> byPort.computeIfAbsent(port, none -> new TreeMap<>()));
    var ports = MatchMap.newBuilder();
    byPort.forEach(
        (port, addresses) ->
            ports.putMap(port.toString(), onPort(addresses, closed.contains(port))));
    return Matcher.newBuilder()
        .setMatcherTree(
            MatcherTree.newBuilder()
                .setInput(extension("port", DestinationPortInput.getDefaultInstance()))
                .setExactMatchMap(ports))
        .build();
  }

  private static OnMatch onPort(SortedMap<String, SortedSet<String>> chains, boolean closed) {
    if (chains.isEmpty()) {
      return chain(SidecarListeners.CLOSED);
    }
    var ranges = IPMatcher.newBuilder();
    chains.forEach((name, addresses) -> ranges.addRangeMatchers(ranges(name, addresses)));
    var matcher =
        Matcher.newBuilder()
            .setMatcherTree(
                MatcherTree.newBuilder()
                    .setInput(extension("address", DestinationIPInput.getDefaultInstance()))
                    .setCustomMatch(extension("ranges", ranges.build())));
    if (closed) {
      matcher.setOnNoMatch(chain(SidecarListeners.CLOSED));
    }
    return OnMatch.newBuilder().setMatcher(matcher).build();
  }

  private static IPRangeMatcher ranges(String chain, SortedSet<String> addresses) {
    var ranges = IPRangeMatcher.newBuilder().setOnMatch(chain(chain));
    addresses.forEach(address -> ranges.addRanges(range(address)));
    return ranges.build();
  }

  private static CidrRange range(String address) {
    int bits = address.indexOf(':') < 0 ? IPV4_BITS : IPV6_BITS;
    return CidrRange.newBuilder()
        .setAddressPrefix(address)
        .setPrefixLen(Protos.number(bits))
        .build();
  }

  private static OnMatch chain(String name) {
    return OnMatch.newBuilder().setAction(extension(name, StringValue.of(name))).build();
  }

  private static TypedExtensionConfig extension(String name, Message config) {
    return TypedExtensionConfig.newBuilder()
        .setName(name)
        .setTypedConfig(Protos.any(config))
        .build();
  }
}
