package io.bloomery.process.signin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.camunda.bpm.engine.impl.util.EncryptionUtil;
import org.springframework.stereotype.Component;

/**
 * Passwords as the engine stores them. {@code IdentityService.checkPassword} counts wrong ones and
 * locks the account, so anybody could lock the administrator out; here nothing is counted, whoever
 * asks has to slow down its callers.
 */
@Component
class EngineIdentities {
  private final IdentityService identities;
  private final ProcessEngineConfigurationImpl configuration;

  EngineIdentities(ProcessEngine engine) {
    this.identities = engine.getIdentityService();
    this.configuration = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
  }

  Optional<Account> find(String name) {
    return withUser(
        name, user -> user == null ? Optional.<Account>empty() : Optional.of(account(user)));
  }

  boolean passwordIs(String name, String password) {
    return withUser(
        name,
        user -> {
          // An unknown name costs as much as a known one.
          String salt = user == null ? "none" : user.getSalt();
          String stored = user == null ? null : user.getPassword();
          String salted = EncryptionUtil.saltPassword(password, salt);
          return stored != null && configuration.getPasswordManager().check(salted, stored);
        });
  }

  /** Runs what our own rules allow, whoever's request this thread works for. */
  <T> T trusted(Callable<T> work) {
    return configuration
        .getCommandExecutorTxRequired()
        .execute(context -> context.runWithoutAuthorization(work));
  }

  private Account account(UserEntity user) {
    Set<String> groups =
        trusted(
            () ->
                identities.createGroupQuery().groupMember(user.getId()).list().stream()
                    .map(Group::getId)
                    .collect(Collectors.toSet()));
    return new Account(user.getId(), groups, stamp(user.getPassword()));
  }

  private <T> T withUser(String name, Function<UserEntity, T> work) {
    UserEntity user =
        configuration
            .getCommandExecutorTxRequired()
            .execute(
                context -> (UserEntity) context.getReadOnlyIdentityProvider().findUserById(name));
    return work.apply(user);
  }

  private static String stamp(String hash) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(String.valueOf(hash).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
