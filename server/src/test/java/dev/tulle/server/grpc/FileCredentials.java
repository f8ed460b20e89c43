package dev.tulle.server.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.xds.XdsCredentialsProvider;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/// The channel credentials `tls` of a bootstrap file, with the files that it names, which gRPC for
/// Java leaves out as yet. A program in Java brings such a provider along.
public final class FileCredentials extends XdsCredentialsProvider {

  @Override
  protected ChannelCredentials newChannelCredentials(Map<String, ?> config) {
    try {
      return TlsChannelCredentials.newBuilder()
          .trustManager(file(config, "ca_certificate_file"))
          .keyManager(file(config, "certificate_file"), file(config, "private_key_file"))
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static File file(Map<String, ?> config, String name) {
    return new File(String.valueOf(config.get(name)));
  }

  @Override
  protected String getName() {
    return "tls";
  }

  @Override
  public boolean isAvailable() {
    return true;
  }

  /// Above gRPC's own.
  @Override
  public int priority() {
    return 10;
  }
}
