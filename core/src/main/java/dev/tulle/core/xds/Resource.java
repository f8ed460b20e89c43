package dev.tulle.core.xds;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// One Envoy resource, serialised once and deterministically. The version is the hash of the bytes,
/// so that every replica of the control plane, and one that was restarted, gives the same content
/// the same version.
public record Resource(ResourceType type, String name, String version, ByteString bytes) {

  private static final int VERSION_BYTES = 12;

  public static Resource of(ResourceType type, String name, Message message) {
    var bytes = new byte[message.getSerializedSize()];
    var out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("an array of the right size was too small", e);
    }
    return new Resource(type, name, hash(bytes), ByteString.copyFrom(bytes));
  }

  private static String hash(byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, VERSION_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
