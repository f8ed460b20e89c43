package dev.tulle.core.xds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.ir.Affinity;
import dev.tulle.core.ir.Destination;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.name.ObjectName;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// However an address is written in an object, Envoy has one way to write it.
class DialledAddressTest {

  @ParameterizedTest
  @CsvSource({
    "10.96.0.10, 10.96.0.10:80",
    "fd00:96::10, [fd00:96::10]:80",
    "FD00:0096:0:0:0:0:0:0010, [fd00:96::10]:80",
    "fd00:0:0:1:0:0:0:1, [fd00:0:0:1::1]:80",
    "fd00:0:0:1::0:1, [fd00:0:0:1::1]:80",
    "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:80",
    "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:80",
    "fd00::, [fd00::]:80",
    "::1, [::1]:80",
    "::ffff:10.96.0.10, [::ffff:10.96.0.10]:80"
  })
  void isWrittenAsEnvoyDoes(String literal, String name) {
    var port = new ServicePort(new ObjectName("Service", "default", "web"), 80);
    var destination =
        new Destination(
            new Destination.Id(port, Optional.empty()),
            0,
            "http",
            Protocol.HTTP1,
            Affinity.NONE,
            Optional.of(literal));
    assertThat(DialledAddress.of(destination)).hasToString(name);
  }
}
