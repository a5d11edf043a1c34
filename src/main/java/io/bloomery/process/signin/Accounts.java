package io.bloomery.process.signin;

import io.bloomery.tenancy.SshKeys;
import io.bloomery.tenancy.Tokens;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The people who may sign in. They are the engine's own users, so every part of the product knows
 * the same ones.
 */
@Component
public class Accounts {
  /**
   * Another controller on the same database may have changed an account; it takes this long to
   * notice.
   */
  private static final long FRESH_MILLIS = 10_000;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

  private record Seen(Account account, long until) {}

  private final IdentityService identities;
  private final EngineIdentities engine;
  private final Tokens tokens;
  private final SshKeys keys;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  Accounts(IdentityService identities, EngineIdentities engine, Tokens tokens, SshKeys keys) {
    this.identities = identities;
    this.engine = engine;
    this.tokens = tokens;
    this.keys = keys;
  }

  /**
   * The account if the password is right. Wrong ones are not counted here: the caller slows down
   * who guesses.
   */
  public Optional<Account> verify(String name, String password) {
    boolean right = isName(name) && engine.passwordIs(name, password);
    return right ? fresh(name) : Optional.empty();
  }

  /** The account as it is, at most ten seconds old. */
  public Optional<Account> find(String name) {
    Seen known = seen.get(name);
    return known != null && known.until > System.currentTimeMillis()
        ? Optional.of(known.account)
        : fresh(name);
  }

  /** One page of names with their groups, by name, those after {@code after}. */
  public List<Account> list(String after, int limit) {
    // The engine has no "greater than" for ids; people are hundreds, not millions.
    return engine.trusted(() -> identities.createUserQuery().orderByUserId().asc().list()).stream()
        .map(User::getId)
        .filter(name -> after == null || name.compareTo(after) > 0)
        .limit(limit)
        .map(this::find)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Creates an account with one role. */
  @Transactional
  public Account create(String name, String password, Role role) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "name: %s (expected: 1 to 64 lower-case letters, digits, '.', '_', '@' and '-', first a letter or digit)"
              .formatted(name));
    }
    refuseWeak(name, password);
    if (engine.find(name).isPresent()) {
      throw new IllegalArgumentException(
          "name: %s (expected: a name no other account has)".formatted(name));
    }
    // An earlier account of this name may have been deleted past this class.
    tokens.revokeAll(name);
    keys.deleteAll(name);
    return engine.trusted(
        () -> {
          User user = identities.newUser(name);
          user.setPassword(password);
          user.setFirstName(name);
          // Tasklist shows both, and a missing one as "null".
          user.setLastName("");
          identities.saveUser(user);
          identities.createMembership(name, role.group());
          seen.remove(name);
          return new Account(name, Set.of(role.group()), "");
        });
  }

  /** Gives an account another password; sessions, tokens and cached credentials end. */
  @Transactional
  public void changePassword(String name, String password) {
    refuseWeak(name, password);
    tokens.revokeAll(name);
    engine.trusted(
        () -> {
          User user = identities.createUserQuery().userId(name).singleResult();
          if (user == null) {
            throw new IllegalArgumentException(
                "account: %s (expected: one that exists)".formatted(name));
          }
          user.setPassword(password);
          identities.saveUser(user);
          identities.unlockUser(name);
          return seen.remove(name);
        });
  }

  /** Removes an account; what it did stays in the histories under its name. */
  @Transactional
  public void delete(String name) {
    tokens.revokeAll(name);
    keys.deleteAll(name);
    engine.trusted(
        () -> {
          identities.deleteUser(name);
          return seen.remove(name);
        });
  }

  /** How many may do everything. */
  public long administrators() {
    return engine.trusted(
        () -> identities.createUserQuery().memberOfGroup(Role.ADMINISTRATOR.group()).count());
  }

  static boolean isName(String name) {
    return name != null && NAME.matcher(name).matches();
  }

  static String namePattern() {
    return NAME.pattern();
  }

  private Optional<Account> fresh(String name) {
    Optional<Account> account = engine.find(name);
    if (seen.size() > 10_000) {
      seen.clear();
    }
    account.ifPresentOrElse(
        found -> seen.put(name, new Seen(found, System.currentTimeMillis() + FRESH_MILLIS)),
        () -> seen.remove(name));
    return account;
  }

  private static void refuseWeak(String name, String password) {
    PasswordRule.objection(name, password)
        .ifPresent(
            objection -> {
              throw new IllegalArgumentException(objection);
            });
  }
}
