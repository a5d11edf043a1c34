package io.bloomery.web.signin;

import static io.bloomery.web.Html.text;

import io.bloomery.web.Html;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The form everybody sees first. */
@RestController
class SignInPage {
  @GetMapping(path = SignInSetup.PAGE, produces = MediaType.TEXT_HTML_VALUE)
  String page(
      CsrfToken csrf,
      @RequestParam(required = false) String wrong,
      @RequestParam(required = false) Integer wait,
      @RequestParam(required = false) String out) {
    return Html.page(
        "Sign in",
        "",
        """
        <main class="narrow">
        <h1>Bloomery</h1>
        %s<form method="post" action="%s">
        <input type="hidden" name="%s" value="%s">
        <label>Name <input name="name" autocomplete="username" autofocus required maxlength="64"></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required maxlength="200"></label>
        <button>Sign in</button>
        </form>
        </main>
        """
            .formatted(
                notice(wrong, wait, out),
                SignInSetup.PAGE,
                text(csrf.getParameterName()),
                text(csrf.getToken())));
  }

  private static String notice(String wrong, Integer wait, String out) {
    if (wait != null) {
      return "<p class=\"error\" role=\"alert\">Too many wrong passwords. Try again in %d seconds.</p>%n"
          .formatted(wait);
    }
    if (wrong != null) {
      return "<p class=\"error\" role=\"alert\">Name or password is wrong.</p>\n";
    }
    return out != null ? "<p role=\"status\">You are signed out.</p>\n" : "";
  }
}
