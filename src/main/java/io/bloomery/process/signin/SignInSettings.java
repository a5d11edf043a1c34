package io.bloomery.process.signin;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param resetPasswords accounts that get a new random password at this start, in a file in the
 *     data directory
 */
@ConfigurationProperties("bloomery.sign-in")
record SignInSettings(@DefaultValue List<String> resetPasswords) {}
