package io.bloomery.node;

import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import io.bloomery.network.device.Devices;
import io.bloomery.node.BootTokens.BootToken;
import io.bloomery.worker.Outcome;
import io.bloomery.worker.TaskBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A machine has booted into RAM and shows its boot token: it gets a session, once. */
@Component
class Registration {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

  private final BootTokens tokens;
  private final BootSessions sessions;
  private final Machines machines;
  private final Seats seats;
  private final NodeTasks tasks;
  private final Admission admission;
  private final Devices devices;
  private final ObjectProvider<Newcomers> newcomers;
  private final ObjectProvider<TaskBoard> board;
  private final TransactionTemplate transaction;

  /** What the agent is told. */
  record Registered(String session, Machine machine) {}

  private record Opened(String token, BootSession session, Machine machine) {}

  Registration(
      BootTokens tokens,
      BootSessions sessions,
      Machines machines,
      Seats seats,
      NodeTasks tasks,
      Admission admission,
      Devices devices,
      ObjectProvider<Newcomers> newcomers,
      ObjectProvider<TaskBoard> board,
      PlatformTransactionManager transactions) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.machines = machines;
    this.seats = seats;
    this.tasks = tasks;
    this.admission = admission;
    this.devices = devices;
    this.newcomers = newcomers;
    this.board = board;
    transaction = new TransactionTemplate(transactions);
  }

  /** Refuses who has no boot token of ours. */
  BootToken mustBeProven(String bootToken) {
    return tokens
        .open(bootToken)
        .orElseThrow(() -> Refused.unproven("boot token: not valid here, or too old"));
  }

  Registered register(String bootToken, SelfPortrait portrait) {
    BootToken token = mustBeProven(bootToken);
    if (!token.mac().equals(portrait.sighting().mac())) {
      throw Refused.unproven(
          "mac: "
              + portrait.sighting().mac()
              + " (expected: "
              + token.mac()
              + ", which the boot token is for)");
    }
    Opened opened;
    try {
      opened = open(token, portrait);
    } catch (DuplicateKeyException twice) {
      if (sessions.used(token.nonce())) {
        LOG.warn("The boot token of {} was shown twice", token.mac());
        throw Refused.unproven(
            "boot token: was used before (expected: a fresh one; restart the machine)");
      }
      throw Refused.later(
          "machine with MAC " + token.mac() + " is being recorded by another request");
    }
    admission.loaded(token.mac(), opened.machine().id());
    seats.sit(opened.token(), opened.session(), opened.machine());
    tasks.registered(opened.machine().id());
    return new Registered(opened.token(), opened.machine());
  }

  /** A device may have been recorded since the token was handed out. */
  private Machine welcome(SelfPortrait portrait) {
    devices
        .byMac(portrait.sighting().mac())
        .ifPresent(
            device -> {
              throw Refused.stale(
                  "mac: "
                      + device.mac()
                      + " (expected: a machine's; it is that of device "
                      + device.name()
                      + ")");
            });
    return newcomers.getObject().welcome(portrait.sighting());
  }

  /** The session and the end of the wait for it are one commit: none can be without the other. */
  private Opened open(BootToken token, SelfPortrait portrait) {
    Opened opened = null;
    OpenTask ended = null;
    try {
      Machine known = machines.byMac(token.mac()).orElse(null);
      if (known != null && !seats.mayRegister(known.id())) {
        throw Refused.later(
            "machine " + known.name() + ": registers too often (expected: once a minute, or less)");
      }
      ended = known == null ? null : seats.begin(known.id(), ReportInTopic.NAME);
      OpenTask awaited = ended;
      opened =
          transaction.execute(
              status -> {
                Machine machine = known != null ? known : welcome(portrait);
                if (machine.bootGeneration() != token.generation()) {
                  throw Refused.unproven(
                      "boot token: of boot "
                          + token.generation()
                          + " (expected: of boot "
                          + machine.bootGeneration()
                          + "; restart the machine)");
                }
                String secret = sessions.newToken();
                BootSession session =
                    sessions.open(secret, token.nonce(), machine.id(), token.generation());
                if (awaited != null) {
                  board.getObject().finish(awaited.task, Outcome.done());
                }
                return new Opened(secret, session, machine);
              });
      return opened;
    } catch (TaskBoard.TaskGone gone) {
      seats.removeIf(ended);
      ended = null;
      return open(token, portrait);
    } finally {
      if (ended != null && opened != null) {
        seats.removeIf(ended);
      } else if (ended != null) {
        seats.putBack(ended);
      }
    }
  }
}
