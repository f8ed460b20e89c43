package dev.tulle.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.xds.GrpcBootstrap;
import org.junit.jupiter.api.Test;

/// What gRPC's own xDS clients read at their start.
class GrpcBootstrapTest {

  @Test
  void namesTheServerTheFilesAndThePlace() {
    assertThat(new GrpcBootstrap("client.shop", "north", "10.128.0.1:15010", "/run/c").json())
        .isEqualTo(
            """
            {
              "node": {
                "id": "client.shop",
                "locality": {
                  "zone": "north"
                }
              },
              "xds_servers": [{
                "channel_creds": [{
                  "config": {
                    "ca_certificate_file": "/run/c/ca.crt",
                    "certificate_file": "/run/c/tls.crt",
                    "private_key_file": "/run/c/tls.key",
                    "refresh_interval": "60s"
                  },
                  "type": "tls"
                }],
                "server_features": ["xds_v3"],
                "server_uri": "10.128.0.1:15010"
              }]
            }"""
                .strip());
  }

  @Test
  void leavesOutAPlaceThatIsNotKnown() {
    assertThat(new GrpcBootstrap("client.shop", "", "10.128.0.1:15010", "/run/c").json())
        .contains("\"id\": \"client.shop\"")
        .doesNotContain("locality");
  }
}
