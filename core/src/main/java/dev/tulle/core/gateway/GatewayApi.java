package dev.tulle.core.gateway;

import dev.tulle.core.name.ObjectName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The names by which the Gateway API and we know each other.
public final class GatewayApi {

  public static final String GROUP = "gateway.networking.k8s.io";

  /// The controller name of a GatewayClass that we serve.
  public static final String CONTROLLER = "tulle.dev/gateway-controller";

  /// The label that names its Gateway on what is made for one.
  public static final String GATEWAY_LABEL = GROUP + "/gateway-name";

  /// The label that names its GatewayClass.
  public static final String CLASS_LABEL = GROUP + "/gateway-class-name";

  /// The label, and its value, on all that we make.
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  public static final String TULLE = "tulle";

  private static final int LONGEST = 63;
  private static final int DIGEST_BYTES = 10;

  private GatewayApi() {}

  /// What all that is made for a Gateway is called, which is a name that a Service may have:
  /// `NAME-tulle`, where that is one.
  public static String madeFor(ObjectName gateway) {
    var plain = gateway.name() + "-" + TULLE;
    if (plain.length() <= LONGEST && plain.matches("[a-z][-a-z0-9]*")) {
      return plain;
    }
    var hash = "-" + digest(gateway.name()) + "-" + TULLE;
    var legal = "g-" + gateway.name().replace('.', '-');
    return legal.substring(0, Math.min(legal.length(), LONGEST - hash.length())) + hash;
  }

  /// So long that nobody finds two names with the same one.
  private static String digest(String name) {
    try {
      var sha = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The value of `GATEWAY_LABEL` for a Gateway: its name, where a label can have it.
  public static String labelOf(ObjectName gateway) {
    return gateway.name().length() <= LONGEST ? gateway.name() : madeFor(gateway);
  }
}
