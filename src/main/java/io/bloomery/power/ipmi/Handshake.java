package io.bloomery.power.ipmi;

import io.bloomery.power.FinalFailure;
import io.bloomery.power.PowerFailure;
import io.bloomery.power.ipmi.SessionSetup.Answer;
import io.bloomery.power.ipmi.SessionSetup.OpenSessionResponse;
import io.bloomery.power.ipmi.SessionSetup.Rakp2;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Opens a session: Open Session, then RAKP (section 13.15). */
final class Handshake {
  /** How long a step may take before all is begun anew: the BMC may have lost its half. */
  private static final Duration STEP = Duration.ofSeconds(5);

  private static final int MOST_ATTEMPTS = 5;

  private final Line line;
  private final Account account;
  private final Deadline deadline;
  private int tag = SessionKeys.random(1)[0] & 0xff;

  Handshake(Line line, Account account, Deadline deadline) {
    this.line = line;
    this.account = account;
    this.deadline = deadline;
  }

  /**
   * @param proven the suite that it had the last time, or null
   * @throws PowerFailure if the BMC will not
   */
  Session open(CipherSuite proven) throws Silence {
    Channel channel = new Channel(line, account, deadline);
    channel.mustSpeakIpmi20();
    for (CipherSuite suite : candidates(channel, proven)) {
      Session session = begin(suite);
      if (session != null) {
        return session;
      }
    }
    throw noSuite();
  }

  private List<CipherSuite> candidates(Channel channel, CipherSuite proven) {
    List<CipherSuite> candidates = new ArrayList<>(account.suites());
    if (candidates.size() == 1) {
      return candidates;
    }
    if (proven != null && candidates.remove(proven)) {
      candidates.add(0, proven);
      return candidates;
    }
    List<Integer> offered = channel.cipherSuites();
    if (!offered.isEmpty()) {
      candidates.removeIf(suite -> !offered.contains(suite.id()));
      if (candidates.isEmpty()) {
        throw new FinalFailure(
            "the BMC at %s offers the cipher suites %s (expected: 17 or 3 among them)"
                .formatted(account.endpoint(), offered));
      }
    }
    return candidates;
  }

  private FinalFailure noSuite() {
    return new FinalFailure(
        "the BMC at %s refuses cipher suite %s (expected: 17 or 3 switched on there)"
            .formatted(
                account.endpoint(),
                String.join(
                    " and ",
                    account.suites().stream().map(suite -> String.valueOf(suite.id())).toList())));
  }

  /** A session, or null if the BMC refuses the suite. */
  private Session begin(CipherSuite suite) throws Silence {
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(suite);
      } catch (Silence again) {
        if (deadline.isOver() || attempt == MOST_ATTEMPTS) {
          throw again;
        }
      }
    }
  }

  private Session attempt(CipherSuite suite) throws Silence {
    int consoleId = ByteBuffer.wrap(SessionKeys.random(4)).getInt() | 1; // not 0
    int openTag = nextTag();
    Answer answer =
        step(
            PayloadType.RMCPPLUS_OPEN_SESSION_REQUEST,
            SessionSetup.openSessionRequest(openTag, consoleId, suite),
            PayloadType.RMCPPLUS_OPEN_SESSION_RESPONSE,
            payload -> matching(SessionSetup.openSessionAnswer(payload), openTag, consoleId));
    if (RmcpStatus.refusesSuite(answer.status())) {
      return null;
    }
    mustBeGood(answer);
    OpenSessionResponse response = SessionSetup.openSessionResponse(answer);
    if (!response.has(suite)) {
      return null; // it wants others, perhaps worse ones
    }
    return authenticate(suite, consoleId, response.bmcId());
  }

  /** RAKP (sections 13.20 to 13.23 and 13.31): each side proves that it knows the password. */
  private Session authenticate(CipherSuite suite, int consoleId, int bmcId) throws Silence {
    byte[] ours = SessionKeys.random(16);
    byte[] roleAndUser = SessionSetup.roleAndUser(account.privilege(), account.userName());
    int tag1 = nextTag();
    Answer answer2 =
        step(
            PayloadType.RAKP_MESSAGE_1,
            SessionSetup.rakp1(tag1, bmcId, ours, roleAndUser),
            PayloadType.RAKP_MESSAGE_2,
            payload -> matching(SessionSetup.rakp2Answer(payload, suite), tag1, consoleId));
    mustBeGood(answer2);
    Rakp2 rakp2 = SessionSetup.rakp2(answer2, suite);
    byte[] theirs = rakp2.random();
    byte[] us = SessionSetup.id(consoleId);
    byte[] them = SessionSetup.id(bmcId);
    byte[] key = account.userKey();
    byte[] proof = SessionKeys.code(suite, key, us, them, ours, theirs, rakp2.guid(), roleAndUser);
    int tag3 = nextTag();
    if (!MessageDigest.isEqual(proof, rakp2.code())) {
      // Lets the BMC forget the session at once (section 13.22).
      int status = RmcpStatus.INVALID_INTEGRITY_CHECK_VALUE;
      byte[] refusal = SessionSetup.rakp3(tag3, status, bmcId, new byte[0]);
      line.send(RmcpPacket.open(PayloadType.RAKP_MESSAGE_3, refusal));
      throw RmcpStatus.wrongPassword(account);
    }
    byte[] answerToThem = SessionKeys.code(suite, key, theirs, us, roleAndUser);
    Answer answer4 =
        step(
            PayloadType.RAKP_MESSAGE_3,
            SessionSetup.rakp3(tag3, RmcpStatus.NO_ERRORS, bmcId, answerToThem),
            PayloadType.RAKP_MESSAGE_4,
            payload -> matching(SessionSetup.rakp4Answer(payload, suite), tag3, consoleId));
    mustBeGood(answer4);
    byte[] sik = SessionKeys.code(suite, account.bmcKey(), ours, theirs, roleAndUser);
    byte[] check = SessionKeys.code(suite, sik, ours, them, rakp2.guid());
    if (!MessageDigest.isEqual(
        Arrays.copyOf(check, suite.checkLength()), answer4.take(suite.checkLength()))) {
      throw new FinalFailure(
          "the BMC at %s has another key K_g than the machine's power settings%s"
              .formatted(account.endpoint(), account.key().isEmpty() ? ", which have none" : ""));
    }
    return withPrivilege(new Session(line, account, bmcId, new SessionKeys(suite, sik), deadline));
  }

  /** A session begins with the least privilege, whatever role was asked for (section 6.8). */
  private Session withPrivilege(Session session) throws Silence {
    try {
      session.order(Command.SET_SESSION_PRIVILEGE_LEVEL, account.privilege().number());
      return session;
    } catch (PowerFailure refused) {
      session.close();
      throw refused;
    }
  }

  private void mustBeGood(Answer answer) throws Silence {
    if (RmcpStatus.forgot(answer.status())) {
      throw new Silence("forgets a session while it is being opened");
    }
    if (answer.status() != RmcpStatus.NO_ERRORS) {
      throw RmcpStatus.failure(account, answer.status());
    }
  }

  private Answer step(
      PayloadType type, byte[] payload, PayloadType wanted, Line.Reader<Answer> reader)
      throws Silence {
    return line.ask(
        type,
        () -> RmcpPacket.open(type, payload),
        datagram -> {
          RmcpPacket packet = RmcpPacket.decode(datagram, null);
          return packet.type() == wanted ? reader.read(packet.payload()) : null;
        },
        deadline.atMost(STEP));
  }

  private static Answer matching(Answer answer, int tag, int consoleId) {
    return answer.answers(tag, consoleId) ? answer : null;
  }

  private int nextTag() {
    tag = tag + 1 & 0xff;
    return tag;
  }
}
