package dev.tulle.server.dns;

import dev.tulle.core.dns.Answer;
import dev.tulle.core.dns.ResourceRecord;
import dev.tulle.core.dns.ResourceRecord.Alias;
import dev.tulle.core.dns.ResourceRecord.Authority;
import dev.tulle.core.dns.ResourceRecord.Host;
import dev.tulle.core.dns.ResourceRecord.Location;
import dev.tulle.core.dns.ResourceRecord.NameServer;
import dev.tulle.core.dns.ResourceRecord.Pointer;
import dev.tulle.core.dns.ResourceRecord.Text;
import dev.tulle.server.dns.Received.Query;
import java.io.IOException;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;

/// The bytes of answers. Each has the question as it was asked, its case included, and fits the
/// limit: what does not is cut, and marked as cut so that the client asks again over TCP.
final class Replies {

  private Replies() {}

  static byte[] of(Received.Rejected rejected) {
    var reply = new Message(rejected.id());
    start(reply, rejected.flags(), rejected.rcode() & 0xf);
    rejected.query().ifPresent(query -> finish(reply, query, rejected.rcode()));
    return reply.toWire();
  }

  static byte[] of(Query query, int rcode) {
    var reply = new Message(query.id());
    start(reply, query.flags(), rcode);
    finish(reply, query, rcode);
    return reply.toWire();
  }

  static byte[] of(Query query, Answer.Known known, int limit) throws TextParseException {
    var body =
        new Body(
            records(query, rotated(known.answers(), query.id())),
            records(query, known.authority()),
            records(query, known.additional()));
    return fitted(query, known.exists() ? Rcode.NOERROR : Rcode.NXDOMAIN, true, body, limit);
  }

  /// The answer of another server, with the aliases that led to the name it was asked for.
  static byte[] continued(Query query, Answer.Continued continued, byte[] theirs, int limit)
      throws IOException {
    var upstream = new Message(theirs);
    var answers = new ArrayList<>(records(query, continued.aliases()));
    answers.addAll(upstream.getSection(Section.ANSWER));
    var body = new Body(answers, upstream.getSection(Section.AUTHORITY), List.of());
    return fitted(query, upstream.getRcode(), true, body, limit);
  }

  /// The bytes of another server as they are, under the client's id and in the case it asked in.
  static byte[] forwarded(Query query, byte[] theirs, int limit) throws IOException {
    if (theirs.length > limit) {
      var upstream = new Message(theirs);
      var answers = upstream.getSection(Section.ANSWER);
      var body = new Body(answers, upstream.getSection(Section.AUTHORITY), List.of());
      return fitted(query, upstream.getRcode(), false, body, limit);
    }
    var reply = theirs.clone();
    Wire.setId(reply, query.id());
    var name = query.name().toWire();
    System.arraycopy(name, 0, reply, Wire.HEADER, name.length);
    return reply;
  }

  private record Body(List<Record> answers, List<Record> authority, List<Record> additional) {}

  private static byte[] fitted(Query query, int rcode, boolean ours, Body body, int limit) {
    var whole = message(query, rcode, ours, body).toWire(Wire.TCP_PAYLOAD);
    if (whole.length <= limit && !Wire.isTruncated(whole)) {
      return whole;
    }
    // addresses beside the answer are a courtesy: a reply without them is whole
    var bare = new Body(body.answers(), body.authority(), List.of());
    var plain = message(query, rcode, ours, bare).toWire(Wire.TCP_PAYLOAD);
    if (plain.length <= limit && !Wire.isTruncated(plain)) {
      return plain;
    }
    return cut(query, rcode, ours, body.answers(), limit);
  }

  /// As many answers as fit: some clients never ask over TCP and take what there is.
  private static byte[] cut(Query query, int rcode, boolean ours, List<Record> answers, int limit) {
    int fits = 0;
    int tooMany = answers.size() + 1;
    while (tooMany - fits > 1) {
      int middle = (fits + tooMany) >>> 1;
      var body = new Body(answers.subList(0, middle), List.of(), List.of());
      var wire = message(query, rcode, ours, body).toWire(Wire.TCP_PAYLOAD);
      if (wire.length <= limit && !Wire.isTruncated(wire)) {
        fits = middle;
      } else {
        tooMany = middle;
      }
    }
    var message =
        message(query, rcode, ours, new Body(answers.subList(0, fits), List.of(), List.of()));
    message.getHeader().setFlag(Flags.TC);
    return message.toWire(Wire.TCP_PAYLOAD);
  }

  private static Message message(Query query, int rcode, boolean ours, Body body) {
    var reply = new Message(query.id());
    start(reply, query.flags(), rcode);
    if (ours) {
      reply.getHeader().setFlag(Flags.AA);
    }
    body.answers().forEach(answer -> reply.addRecord(answer, Section.ANSWER));
    body.authority().forEach(record -> reply.addRecord(record, Section.AUTHORITY));
    body.additional().forEach(record -> reply.addRecord(record, Section.ADDITIONAL));
    finish(reply, query, rcode);
    return reply;
  }

  private static void start(Message reply, int flags, int rcode) {
    var header = reply.getHeader();
    header.setFlag(Flags.QR);
    header.setFlag(Flags.RA);
    header.setOpcode(Wire.opcode(flags));
    if ((flags & Wire.RECURSION_DESIRED) != 0) {
      header.setFlag(Flags.RD);
    }
    if ((flags & Wire.CHECKING_DISABLED) != 0) {
      header.setFlag(Flags.CD);
    }
    header.setRcode(rcode & 0xf);
  }

  private static void finish(Message reply, Query query, int rcode) {
    reply.addRecord(query.question(), Section.QUESTION);
    if (query.edns().isPresent()) {
      int flags = query.edns().get().dnssecOk() ? ExtendedFlags.DO : 0;
      reply.addRecord(new OPTRecord(Wire.UDP_PAYLOAD, rcode >> 4, 0, flags), Section.ADDITIONAL);
    }
  }

  /// The addresses begin with another one each time, so that clients which take the first are
  /// spread; aliases before them stay in front. The client's id serves as the random number.
  private static List<ResourceRecord> rotated(List<ResourceRecord> answers, int by) {
    int first = 0;
    while (first < answers.size() && !(answers.get(first).value() instanceof Host)) {
      first++;
    }
    if (answers.size() - first < 2) {
      return answers;
    }
    var turned = new ArrayList<>(answers);
    Collections.rotate(turned.subList(first, turned.size()), by);
    return turned;
  }

  private static List<Record> records(Query query, List<ResourceRecord> records)
      throws TextParseException {
    var found = new ArrayList<Record>(records.size());
    var last = query.name();
    var lastText = last.toString();
    for (var record : records) {
      if (!record.name().equals(lastText)) {
        lastText = record.name();
        last = Name.fromString(lastText);
      }
      found.add(record(last, record.ttl(), record.value()));
    }
    return found;
  }

  private static Record record(Name name, int ttl, ResourceRecord.Value value)
      throws TextParseException {
    return switch (value) {
      case Host(var address) when address instanceof Inet4Address ->
          new ARecord(name, DClass.IN, ttl, address);
      case Host(var address) -> new AAAARecord(name, DClass.IN, ttl, address);
      case Alias(var target) -> new CNAMERecord(name, DClass.IN, ttl, Name.fromString(target));
      case NameServer(var target) -> new NSRecord(name, DClass.IN, ttl, Name.fromString(target));
      case Pointer(var target) -> new PTRRecord(name, DClass.IN, ttl, Name.fromString(target));
      case Text(var text) -> new TXTRecord(name, DClass.IN, ttl, text);
      case Location(int priority, int weight, int port, String target) ->
          new SRVRecord(name, DClass.IN, ttl, priority, weight, port, Name.fromString(target));
      case Authority(var server, var mailbox, int minimum) ->
          new SOARecord(
              name,
              DClass.IN,
              ttl,
              Name.fromString(server),
              Name.fromString(mailbox),
              1, // the serial: no other server keeps a copy of the zone
              7200,
              1800,
              86_400,
              minimum);
    };
  }
}
