package dev.tulle.server.dns;

/// The parts of a DNS message whose place in its bytes is fixed.
final class Wire {

  static final int HEADER = 12;

  /// The largest UDP payload that is sent and asked for: larger ones are at risk of fragmentation.
  static final int UDP_PAYLOAD = 1232;

  static final int PLAIN_UDP_PAYLOAD = 512;
  static final int TCP_PAYLOAD = 65_535;

  // bits of the header's flags
  static final int TRUNCATED = 0x0200;
  static final int RECURSION_DESIRED = 0x0100;
  static final int AUTHENTIC_DATA = 0x0020;
  static final int CHECKING_DISABLED = 0x0010;

  private Wire() {}

  static int id(byte[] message) {
    return uint16(message, 0);
  }

  static void setId(byte[] message, int id) {
    message[0] = (byte) (id >> 8);
    message[1] = (byte) id;
  }

  static int flags(byte[] message) {
    return uint16(message, 2);
  }

  static int opcode(int flags) {
    return flags >> 11 & 0xf;
  }

  static boolean isResponse(byte[] message) {
    return (message[2] & 0x80) != 0;
  }

  static boolean isTruncated(byte[] message) {
    return (flags(message) & TRUNCATED) != 0;
  }

  static int rcode(byte[] message) {
    return message[3] & 0xf;
  }

  static int uint16(byte[] message, int at) {
    return (message[at] & 0xff) << 8 | (message[at + 1] & 0xff);
  }

  static long uint32(byte[] message, int at) {
    return (long) uint16(message, at) << 16 | uint16(message, at + 2);
  }

  static void setUint32(byte[] message, int at, long value) {
    message[at] = (byte) (value >> 24);
    message[at + 1] = (byte) (value >> 16);
    message[at + 2] = (byte) (value >> 8);
    message[at + 3] = (byte) value;
  }
}
