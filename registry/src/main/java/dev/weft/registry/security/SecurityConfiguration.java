package dev.weft.registry.security;

import dev.weft.registry.RegistryProperties;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.util.StringUtils;

/**
 * Instances join by a secret; people read and write by a login. Nothing is kept between requests, and there are no
 * cookies: a token against forged requests would protect nothing.
 *
 * <p>An auto-configuration, for an application may have a login of its own, which must be known by then; before all
 * others, which would take care of what is missing.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.HIGHEST_PRECEDENCE)
final class SecurityConfiguration {

    private static final String MEMBERSHIP = "membership";

    /** By this, too, where it is the registry's own. */
    private static final String OWN_MEMBERSHIP = "registryMembership";

    private static final String CONSOLE = "console";

    /** Health, the API's description, and what is said of an error whoever has met it. */
    private static final String[] FREE = {"/actuator/health/**", "/mesh/v1/openapi.yaml", "/error"};

    private static final String METERS = "/actuator/prometheus";

    private static final String HOSTNAME = "${eureka.instance.hostname:localhost}";
    private static final String[] QUESTIONS = {"/mesh/v1/rules/*/dry-run", "/mesh/v1/rules/*/explain"};
    private static final String[] DASHBOARD = {"/eureka/css/**", "/eureka/js/**", "/eureka/fonts/**"};

    /** Of its own, and never lazy: whoever gives chains of their own is told as well. */
    @Bean
    @Lazy(false)
    Exposure exposure(RegistryProperties registry, Environment environment, BeanFactory beans) {
        Exposure.requireChains(beans, MEMBERSHIP, CONSOLE);
        boolean anybodyJoins = registry.joinSecret() == null && beans.containsBean(OWN_MEMBERSHIP);
        return new Exposure(registry.open(), anybodyJoins, environment);
    }

    @Bean
    @ConditionalOnMissingBean(HttpFirewall.class)
    HttpFirewall localHostsFirewall(Exposure exposure, @Value(HOSTNAME) String hostname) {
        return new LocalHosts(!exposure.trustsThisMachine(), hostname).firewall();
    }

    /** Of its own: an application that says its own words of what is refused has it refused all the same. */
    @Bean
    @ConditionalOnMissingBean(RequestRejectedHandler.class)
    RequestRejectedHandler localHostsOnly(Exposure exposure, @Value(HOSTNAME) String hostname) {
        return new LocalHosts(!exposure.trustsThisMachine(), hostname);
    }

    /** For people whom an application knows. */
    @Bean
    @ConditionalOnMissingBean(PasswordEncoder.class)
    PasswordEncoder passwordEncoder() {
        return encoder();
    }

    private static PasswordEncoder encoder() {
        return new VerifiedPasswords(PasswordEncoderFactories.createDelegatingPasswordEncoder(), System::nanoTime);
    }

    /** The login, by an encoder that no other can replace: an application's own may not know how the file is written. */
    @Bean
    @ConditionalOnMissingBean(
            value = {AuthenticationProvider.class, UserDetailsService.class},
            name = CONSOLE)
    AuthenticationProvider people(RegistryProperties registry) {
        PasswordEncoder encoder = encoder();
        String password = registry.loginPassword();
        UserDetails user = password == null
                ? new LoginFile(registry.loginFile()).read(encoder)
                : User.withUsername(LoginFile.USER)
                        .password(encoder.encode(password))
                        .build();
        DaoAuthenticationProvider provider = new DaoAuthenticationProvider(new InMemoryUserDetailsManager(user));
        provider.setPasswordEncoder(encoder);
        return provider;
    }

    /**
     * Where the login is the application's, which may not know what has to be free: Eureka's clients register again when
     * they are told 404, which comes by way of {@code /error}. The registry's own login lets it through itself, and knows
     * by then who asks.
     */
    @Bean
    @ConditionalOnBean(name = CONSOLE)
    @Order(0)
    SecurityFilterChain freeForAll(HttpSecurity http, RegistryProperties registry) throws Exception {
        return stateless(http.securityMatcher(free(registry)))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean({MEMBERSHIP, OWN_MEMBERSHIP})
    @ConditionalOnMissingBean(name = MEMBERSHIP)
    @Order(1)
    SecurityFilterChain membership(HttpSecurity http, RegistryProperties registry) throws Exception {
        stateless(http.securityMatcher("/eureka/**", "/mesh/v1/watch/**"))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                        new ProblemEntryPoint("user mesh with the registry's join secret")));
        String secret = registry.joinSecret();
        if (secret == null) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }
        JoinSecret join = new JoinSecret(secret);
        return http.authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET, DASHBOARD)
                        .permitAll()
                        .anyRequest()
                        .access((who, context) -> new AuthorizationDecision(
                                join.isIn(context.getRequest().getHeader(HttpHeaders.AUTHORIZATION)))))
                .build();
    }

    @Bean(CONSOLE)
    @ConditionalOnMissingBean(name = CONSOLE)
    @Order(2)
    SecurityFilterChain console(HttpSecurity http, RegistryProperties registry) throws Exception {
        ProblemEntryPoint entry = new ProblemEntryPoint(login(registry));
        return stateless(http)
                .httpBasic(basic -> basic.authenticationEntryPoint(entry))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(entry))
                .authorizeHttpRequests(requests -> {
                    requests.requestMatchers(free(registry)).permitAll();
                    if (registry.open()) {
                        requests.requestMatchers(HttpMethod.GET).permitAll();
                        requests.requestMatchers(HttpMethod.POST, QUESTIONS).permitAll();
                    }
                    requests.anyRequest().authenticated();
                })
                .build();
    }

    /** What people log in with, in words that tell no secret. */
    private static String login(RegistryProperties registry) {
        if (registry.loginPlace() != null) {
            return "the user and password in " + registry.loginPlace();
        }
        return registry.loginPassword() == null
                ? "the user and password that the registry's first start has said"
                : "user admin and the password that the registry was given";
    }

    private static String[] free(RegistryProperties registry) {
        return registry.openMeters() ? StringUtils.addStringToArray(FREE, METERS) : FREE;
    }

    private static HttpSecurity stateless(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable);
    }
}
