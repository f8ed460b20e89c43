package dev.tulle.core.xds;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import dev.tulle.core.name.ObjectName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/// One Envoy resource, serialised once and deterministically. The version is the hash of the bytes,
/// so that every replica of the control plane, and one that was restarted, gives the same content
/// the same version. `origins` are the objects it was made from; they are not part of the version.
public record Resource(
    ResourceType type, String name, String version, ByteString bytes, Set<ObjectName> origins) {

  private static final int VERSION_BYTES = 12;

  public Resource {
    origins = Set.copyOf(origins);
  }

  public static Resource of(
      ResourceType type, String name, Message message, Set<ObjectName> origins) {
    var bytes = bytes(message);
    return new Resource(type, name, hash(bytes), bytes, origins);
  }

  /// The one serialisation of a message that is the same in every process.
  static ByteString bytes(Message message) {
    var bytes = new byte[message.getSerializedSize()];
    var out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("an array of the right size was too small", e);
    }
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  private static String hash(ByteString bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.asReadOnlyByteBuffer());
      return HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
