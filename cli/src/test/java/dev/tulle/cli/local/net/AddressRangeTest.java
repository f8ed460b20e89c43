package dev.tulle.cli.local.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AddressRangeTest {

  private static AddressRange range(String text) {
    return AddressRange.parse(text);
  }

  @Test
  void readsAndWrites() {
    assertThat(range("10.151.17.3/20")).hasToString("10.151.16.0/20");
    assertThat(range("200.1.2.3")).hasToString("200.1.2.3/32");
    assertThat(range("10.151.16.0/20").address(259)).isEqualTo("10.151.17.3");
    assertThat(range("10.151.16.0/20").index("10.151.17.3")).isEqualTo(259);
    assertThat(range("10.151.16.0/20").size()).isEqualTo(4096);
    assertThatThrownBy(() -> range("10.151.16.0/20").index("10.151.32.0"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void findsAddressesInTheirUsualForm() {
    assertThat(range("10.151.16.0/20").find("10.151.17.3")).hasValue(259);
    for (var text : List.of("10.151.32.0", "010.151.17.3", "10.151.17.300", "10.151.17.3/32", "")) {
      assertThat(range("10.151.16.0/20").find(text)).as(text).isEmpty();
    }
    assertThatThrownBy(() -> range("10.151.256.0")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void overlapsBothWays() {
    assertThat(range("10.0.0.0/8").overlaps(range("10.200.0.0/20"))).isTrue();
    assertThat(range("10.200.0.0/20").overlaps(range("10.0.0.0/8"))).isTrue();
    assertThat(range("10.200.0.0/20").overlaps(range("10.200.16.0/20"))).isFalse();
    assertThat(range("0.0.0.0/0").overlaps(range("10.200.16.0/20"))).isTrue();
  }

  @Test
  void routesTakeTheirDestinations() {
    var routes =
        """
        default via 192.0.2.1 dev eth0
        10.8.0.0/16 dev tun0 scope link
        unreachable 10.9.0.0/16 proto static
        local 192.0.2.2 dev eth0 table local proto kernel scope host src 192.0.2.2
        """;
    assertThat(RangeChoice.routed(routes))
        .containsExactly(range("10.8.0.0/16"), range("10.9.0.0/16"), range("192.0.2.2"));
  }

  @Test
  void theChoiceAvoidsWhatIsTaken() throws Exception {
    var first = RangeChoice.choose(0, List.of());
    assertThat(first).hasToString("10.128.0.0/17");
    assertThat(RangeChoice.choose(0, List.of(first))).hasToString("10.128.128.0/17");
    assertThat(RangeChoice.choose(-1, List.of()).overlaps(range("10.128.0.0/9"))).isTrue();
    assertThat(RangeChoice.choose(0, List.of(range("10.0.0.0/8")))).hasToString("172.16.0.0/17");
    var all = List.of(range("10.0.0.0/8"), range("172.16.0.0/12"), range("100.0.0.0/8"));
    assertThatThrownBy(() -> RangeChoice.choose(0, all)).isInstanceOf(IOException.class);
  }
}
