package io.bloomery.process.signin;

import java.nio.file.Path;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Before the first request is answered: groups, an administrator with a random password, and no
 * account whose password is guessed first.
 */
@Component
class FirstStart implements InitializingBean {
  private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);
  static final String ADMINISTRATOR = "admin";

  private final IdentityService identities;
  private final Rights rights;
  private final TaskFilters filters;
  private final Accounts accounts;
  private final EngineIdentities passwords;
  private final TransactionTemplate transaction;
  private final SignInSettings settings;
  private final Path data;
  private final ApplicationEventPublisher events;

  FirstStart(
      ProcessEngine engine,
      Accounts accounts,
      EngineIdentities passwords,
      TransactionTemplate transaction,
      SignInSettings settings,
      @Value("${bloomery.data}") Path data,
      ApplicationEventPublisher events) {
    this.identities = engine.getIdentityService();
    this.rights = new Rights(engine.getAuthorizationService());
    this.filters = new TaskFilters(engine, rights);
    this.accounts = accounts;
    this.passwords = passwords;
    this.transaction = transaction;
    this.settings = settings;
    this.data = data;
    this.events = events;
  }

  @Override
  public void afterPropertiesSet() {
    transaction.executeWithoutResult(
        status -> {
          for (Role role : Role.values()) {
            createGroup(role);
          }
          filters.create();
          if (identities.createUserQuery().count() == 0) {
            createAdministrator();
          }
          settings.resetPasswords().forEach(this::resetPassword);
        });
    identities.createUserQuery().list().stream().map(User::getId).forEach(this::refuseGuessable);
  }

  /** Rights are given once, with the group: what the administrator changes later stays changed. */
  private void createGroup(Role role) {
    if (identities.createGroupQuery().groupId(role.group()).count() > 0) {
      return;
    }
    Group group = identities.newGroup(role.group());
    group.setName(role.title());
    group.setType(role == Role.ADMINISTRATOR ? "SYSTEM" : "WORKFLOW");
    identities.saveGroup(group);
    rights.grant(role);
  }

  private void createAdministrator() {
    String password = PasswordRule.random();
    accounts.create(ADMINISTRATOR, password, Role.ADMINISTRATOR);
    // Before the commit: an account whose password nobody can read would be of no use.
    Path file = new PasswordFile(data, ADMINISTRATOR).write(password);
    events.publishEvent(new NewAdministrator(ADMINISTRATOR, password, file));
  }

  private void resetPassword(String name) {
    String password = PasswordRule.random();
    accounts.changePassword(name, password);
    Path file = new PasswordFile(data, name).write(password);
    LOG.info("Account {} has a new password, it is in {}", name, file);
  }

  private void refuseGuessable(String name) {
    for (String guess : PasswordRule.firstGuesses(name)) {
      if (passwords.passwordIs(name, guess)) {
        throw new OpenDoor(
            "Account %s has a password that is guessed first".formatted(name),
            "Start once with --bloomery.sign-in.reset-passwords=%s; the new password is then in %s."
                .formatted(name, data.resolve(name + "-password")));
      }
    }
  }
}
