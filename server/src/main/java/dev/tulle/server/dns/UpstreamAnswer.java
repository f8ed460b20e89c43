package dev.tulle.server.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// An answer of another server as it came, but that a denial's SOA holds no longer than the denial
/// does (RFC 2308, section 3): where its records' times to live stand in the bytes is
/// known, and `ttl` is for how many seconds it may be kept; 0 where it must not be.
final class UpstreamAnswer {

  private static final int MOST_RECORDS = 4096;

  private final byte[] bytes;
  private final List<Integer> ttlOffsets;
  private final long ttl;

  private UpstreamAnswer(byte[] bytes, List<Integer> ttlOffsets, long ttl) {
    this.bytes = bytes;
    this.ttlOffsets = ttlOffsets;
    this.ttl = ttl;
  }

  /// The message; not to be written to.
  byte[] bytes() {
    return bytes;
  }

  long ttl() {
    return ttl;
  }

  int rcode() {
    return Wire.rcode(bytes);
  }

  /// Takes the bytes over. Reads only what stands between the names; empty where that is damaged.
  static Optional<UpstreamAnswer> read(byte[] bytes) {
    try {
      return Optional.of(new Reading(bytes).read());
    } catch (IndexOutOfBoundsException damaged) {
      return Optional.empty();
    }
  }

  /// These bytes as they are `seconds` later.
  byte[] aged(long seconds) {
    var copy = bytes.clone();
    for (int offset : ttlOffsets) {
      Wire.setUint32(copy, offset, Math.max(0, Wire.uint32(copy, offset) - seconds));
    }
    return copy;
  }

  private static final class Reading {
    private final byte[] bytes;
    private final List<Integer> offsets = new ArrayList<>();
    private long ttl = Long.MAX_VALUE;
    private boolean denied;
    private int at = Wire.HEADER;

    Reading(byte[] bytes) {
      this.bytes = bytes;
    }

    UpstreamAnswer read() {
      skipName();
      at += 4;
      int answers = Wire.uint16(bytes, 6);
      int authority = Wire.uint16(bytes, 8);
      int all = answers + authority + Wire.uint16(bytes, 10);
      if (all > MOST_RECORDS) {
        throw new IndexOutOfBoundsException("more records than any answer has");
      }
      for (int i = 0; i < all; i++) {
        record(i >= answers && i < answers + authority, i < answers + authority);
      }
      return new UpstreamAnswer(bytes, List.copyOf(offsets), kept(answers));
    }

    private void record(boolean authority, boolean counts) {
      skipName();
      int type = Wire.uint16(bytes, at);
      int length = Wire.uint16(bytes, at + 8);
      int next = at + 10 + length;
      if (type != Type.OPT) {
        offsets.add(at + 4);
        long its = Wire.uint32(bytes, at + 4);
        // RFC 2181, section 8: a time with its highest bit set is no time
        ttl = counts ? Math.min(ttl, its > Integer.MAX_VALUE ? 0 : its) : ttl;
      }
      if (type == Type.SOA && authority) {
        denied = true;
        long minimum = Wire.uint32(bytes, next - 4);
        ttl = Math.min(ttl, minimum);
        Wire.setUint32(bytes, at + 4, Math.min(Wire.uint32(bytes, at + 4), minimum));
      }
      at = next;
      if (at > bytes.length) {
        throw new IndexOutOfBoundsException("a record reaches beyond the end");
      }
    }

    private void skipName() {
      while (bytes[at] != 0) {
        if ((bytes[at] & 0xc0) == 0xc0) {
          at += 2;
          return;
        }
        at += (bytes[at] & 0xff) + 1;
      }
      at++;
    }

    /// Answers are kept for their shortest time; denials only with a SOA (RFC 2308, section 5).
    private long kept(int answers) {
      int rcode = Wire.rcode(bytes);
      boolean cacheable = rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN;
      boolean says = denied || (rcode == Rcode.NOERROR && answers > 0);
      return cacheable && says && !Wire.isTruncated(bytes) && ttl != Long.MAX_VALUE ? ttl : 0;
    }
  }
}
