package dev.tulle.server.dns;

import dev.tulle.server.dns.Received.Query;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;

/// What another server is asked, and by what its answer is kept: clients whose questions are equal
/// can be given the same bytes. `name` is absolute and in lower case; `flags` are the header bits
/// that change an answer.
record UpstreamQuestion(String name, int type, int flags, boolean edns, boolean dnssecOk) {

  private static final int THAT_MATTER =
      Wire.RECURSION_DESIRED | Wire.AUTHENTIC_DATA | Wire.CHECKING_DISABLED;

  /// What to ask for the sake of a client's query, about a name that may be another one.
  static UpstreamQuestion of(Query query, String name) {
    return new UpstreamQuestion(
        name.toLowerCase(Locale.ROOT),
        query.type(),
        query.flags() & THAT_MATTER,
        query.edns().isPresent(),
        query.edns().map(Received.Edns::dnssecOk).orElse(false));
  }

  /// The query's bytes, under id 0.
  byte[] wire() throws TextParseException {
    var query = new Message(0);
    setIf(query, Wire.RECURSION_DESIRED, Flags.RD);
    setIf(query, Wire.AUTHENTIC_DATA, Flags.AD);
    setIf(query, Wire.CHECKING_DISABLED, Flags.CD);
    query.addRecord(Record.newRecord(Name.fromString(name), type, DClass.IN), Section.QUESTION);
    if (edns) {
      int bits = dnssecOk ? ExtendedFlags.DO : 0;
      query.addRecord(new OPTRecord(Wire.UDP_PAYLOAD, 0, 0, bits), Section.ADDITIONAL);
    }
    return query.toWire();
  }

  private void setIf(Message query, int mask, byte flag) {
    if ((flags & mask) != 0) {
      query.getHeader().setFlag(flag);
    }
  }

  /// The answer in a packet, where it is an answer to this query: the same id and question.
  static Optional<UpstreamAnswer> answer(byte[] query, byte[] packet) {
    if (packet.length < Wire.HEADER
        || !Wire.isResponse(packet)
        || Wire.id(packet) != Wire.id(query)
        || Wire.uint16(packet, 4) != 1
        || !sameQuestion(query, packet)) {
      return Optional.empty();
    }
    return UpstreamAnswer.read(packet);
  }

  private static boolean sameQuestion(byte[] query, byte[] packet) {
    int at = Wire.HEADER;
    while (query[at] != 0) {
      at += query[at] + 1;
    }
    int end = at + 5;
    if (packet.length < end) {
      return false;
    }
    for (int i = Wire.HEADER; i < end; i++) {
      // within the name case does not count; its labels' lengths are below 64 and so no letters
      boolean same = i > at ? query[i] == packet[i] : lowered(query[i]) == lowered(packet[i]);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static int lowered(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
  }
}
