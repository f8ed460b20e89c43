package dev.tulle.core.xds;

import io.envoyproxy.envoy.config.core.v3.WatchedDirectory;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.GenericSecret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import java.util.Map;

/// The files from which an Envoy in a pod learns whom it trusts and which token it shows. They name
/// the files with the root and the token, and the directories to watch. They never change
/// themselves, and lie beside the root.
public final class PodFiles {

  static final String TRUST = "trust.json";
  static final String TOKEN = "token.json";
  static final String TOKEN_SECRET = "token";

  private PodFiles() {}

  /// By name, what lies beside `ca.crt` in `directory`, for a token in the file `token` of another
  /// directory.
  public static Map<String, String> of(String directory, String tokenDirectory) {
    var token =
        Secret.newBuilder()
            .setName(TOKEN_SECRET)
            .setGenericSecret(
                GenericSecret.newBuilder()
                    .setSecret(
                        SdsFiles.file(tokenDirectory + "/token").toBuilder()
                            .setWatchedDirectory(
                                WatchedDirectory.newBuilder().setPath(tokenDirectory))));
    return Map.of(
        TRUST, SdsFiles.response(SdsFiles.trust(directory)),
        TOKEN, SdsFiles.response(token.build()));
  }
}
