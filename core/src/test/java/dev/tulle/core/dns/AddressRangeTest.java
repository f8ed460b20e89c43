package dev.tulle.core.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

  @ParameterizedTest
  @CsvSource({
    "10.244.0.0/16, 10.244.255.255, true",
    "10.244.0.0/16, 10.245.0.0, false",
    "10.244.128.0/17, 10.244.127.255, false",
    "10.96.0.0/12, 10.111.0.1, true",
    "10.96.0.0/12, 10.112.0.1, false",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, fd00::1, false",
    "fd00::/48, fd00::1:2, true",
    "fd00::/48, fd00:0:1::, false",
    "::/0, fd00::1, true",
  })
  void holdsItsAddresses(String range, String address, boolean inside) {
    assertThat(AddressRange.of(range).contains(Addresses.read(address).orElseThrow()))
        .isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.1/16", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "host/8"})
  void saysWhatIsNoRange(String text) {
    assertThatThrownBy(() -> AddressRange.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(": ");
  }
}
