package dev.tulle.core.xds;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.List;
import java.util.Map;

/// Prints the file that a gRPC client which speaks xDS itself is started with, by way of
/// `GRPC_XDS_BOOTSTRAP`: who it is, and whom it asks. `server` is the control plane's address as in
/// `10.128.0.1:15010`; `certificates` is a directory with `tls.crt`, `tls.key` and `ca.crt`, which
/// is read again now and then; `zone` is empty where it is not known.
///
/// @see <a
///     href="https://github.com/grpc/proposal/blob/master/A65-xds-mtls-creds-in-bootstrap.md">gRFC
///     A65</a>
public record GrpcBootstrap(String nodeId, String zone, String server, String certificates) {

  private static final String REFRESH = "60s";

  public String json() {
    var tls =
        Map.of(
            "ca_certificate_file", text(certificates + "/ca.crt"),
            "certificate_file", text(certificates + "/tls.crt"),
            "private_key_file", text(certificates + "/tls.key"),
            "refresh_interval", text(REFRESH));
    var channel = Map.of("type", text("tls"), "config", object(tls));
    var asked =
        Map.of(
            "server_uri", text(server),
            "channel_creds", list(object(channel)),
            "server_features", list(text("xds_v3")));
    var node =
        zone.isEmpty()
            ? Map.of("id", text(nodeId))
            : Map.of("id", text(nodeId), "locality", object(Map.of("zone", text(zone))));
    return Printer.json(
        Struct.newBuilder()
            .putFields("xds_servers", list(object(asked)))
            .putFields("node", object(node))
            .build());
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  private static Value object(Map<String, Value> fields) {
    return Value.newBuilder().setStructValue(Struct.newBuilder().putAllFields(fields)).build();
  }

  private static Value list(Value only) {
    return Value.newBuilder()
        .setListValue(ListValue.newBuilder().addAllValues(List.of(only)))
        .build();
  }
}
