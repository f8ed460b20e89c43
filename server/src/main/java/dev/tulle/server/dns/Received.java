package dev.tulle.server.dns;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// What one packet of a client turned out to be. Reading never throws, whatever the bytes are.
sealed interface Received {

  /// A question that gets an answer. `flags` are the header's second 16 bits.
  record Query(int id, int flags, Record question, Optional<Edns> edns) implements Received {
    Name name() {
      return question.getName();
    }

    int type() {
      return question.getType();
    }
  }

  /// What the client's OPT record says; options, cookies among them, are not used.
  record Edns(int payloadSize, boolean dnssecOk) {}

  /// A packet whose answer is a bare response code.
  record Rejected(int id, int flags, int rcode, Optional<Query> query) implements Received {}

  /// A packet without an answer: too short to have an id, or an answer itself, which must never be
  /// answered lest two servers talk forever.
  record Ignored() implements Received {}

  static Received read(byte[] packet) {
    if (packet.length < Wire.HEADER || Wire.isResponse(packet)) {
      return new Ignored();
    }
    int id = Wire.id(packet);
    int flags = Wire.flags(packet);
    if (Wire.opcode(flags) != Opcode.QUERY) {
      return new Rejected(id, flags, Rcode.NOTIMP, Optional.empty());
    }
    try {
      return query(packet, new Message(packet))
          .orElseGet(() -> new Rejected(id, flags, Rcode.FORMERR, Optional.empty()));
    } catch (IOException | RuntimeException unreadable) {
      return new Rejected(id, flags, Rcode.FORMERR, Optional.empty());
    }
  }

  private static Optional<Received> query(byte[] packet, Message message) {
    var options =
        message.getSection(Section.ADDITIONAL).stream()
            .filter(OPTRecord.class::isInstance)
            .map(OPTRecord.class::cast)
            .toList();
    if (message.getSection(Section.QUESTION).size() != 1 || options.size() > 1) {
      return Optional.empty();
    }
    var question = message.getQuestion();
    var name = question.getName().toWire();
    int end = Wire.HEADER + name.length;
    // a name that points into the header, or at itself, is not in the packet as it reads
    if (!Arrays.equals(name, 0, name.length, packet, Wire.HEADER, Math.min(end, packet.length))) {
      return Optional.empty();
    }
    int id = Wire.id(packet);
    int flags = Wire.flags(packet);
    var edns = options.stream().findFirst();
    var query = new Query(id, flags, question, edns.map(Received::edns));
    if (edns.isPresent() && edns.get().getVersion() != 0) {
      return Optional.of(new Rejected(id, flags, Rcode.BADVERS, Optional.of(query)));
    }
    boolean transfer = question.getType() == Type.AXFR || question.getType() == Type.IXFR;
    if (question.getDClass() != DClass.IN || transfer) {
      return Optional.of(new Rejected(id, flags, Rcode.REFUSED, Optional.of(query)));
    }
    return Optional.of(query);
  }

  private static Edns edns(OPTRecord option) {
    return new Edns(option.getPayloadSize(), (option.getFlags() & ExtendedFlags.DO) != 0);
  }
}
