// @ts-check
/** Emoji by the names that Slack uses for them. A name that is not here stays as it was written. */

const NAMED = `
grinning 😀|smile 😄|laughing 😆|joy 😂|rofl 🤣|slightly_smiling_face 🙂|wink 😉|blush 😊|heart_eyes 😍|thinking_face 🤔
neutral_face 😐|confused 😕|disappointed 😞|cry 😢|sob 😭|angry 😠|scream 😱|sleeping 😴|sweat_smile 😅|upside_down_face 🙃
eyes 👀|white_check_mark ✅|heavy_check_mark ✔️|rotating_light 🚨|ticket 🎫|+1 👍|-1 👎|heart ❤️|pray 🙏|wave 👋|clap 👏
ok_hand 👌|muscle 💪|raised_hands 🙌|point_right 👉|point_up ☝️|writing_hand ✍️|handshake 🤝|tada 🎉|fire 🔥|rocket 🚀|star ⭐
sparkles ✨|zap ⚡|boom 💥|bulb 💡|warning ⚠️|no_entry ⛔|x ❌|question ❓|exclamation ❗|heavy_plus_sign ➕|red_circle 🔴
large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|white_circle ⚪|black_circle ⚫
hourglass ⌛|hourglass_flowing_sand ⏳|alarm_clock ⏰|stopwatch ⏱️|calendar 📅|date 📅|bell 🔔|no_bell 🔕|mega 📣
loudspeaker 📢|speech_balloon 💬|thread 🧵|pushpin 📌|paperclip 📎|memo 📝|clipboard 📋|file_folder 📁|books 📚|chart_with_upwards_trend 📈
bar_chart 📊|lock 🔒|unlock 🔓|key 🔑|wrench 🔧|hammer_and_wrench 🛠️|gear ⚙️|mag 🔍|link 🔗|email 📧|inbox_tray 📥|outbox_tray 📤
computer 💻|desktop_computer 🖥️|printer 🖨️|keyboard ⌨️|iphone 📱|telephone_receiver 📞|electric_plug 🔌|battery 🔋|satellite_antenna 📡
coffee ☕|tea 🍵|pizza 🍕|cake 🍰|house 🏠|office 🏢|airplane ✈️|car 🚗|palm_tree 🌴|sunny ☀️|cloud ☁️|umbrella ☔|snowflake ❄️
arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|recycle ♻️|arrows_counterclockwise 🔄|100 💯|sos 🆘|new 🆕|ok 🆗|flag-in 🇮🇳
`;

/** @type {Map<string, string>} */
export const EMOJI = new Map(
  NAMED.trim()
    .split(/[|\n]/)
    .map((pair) => /** @type {[string, string]} */ (pair.trim().split(" "))),
);
const ALSO = new Map([
  ["thumbsup", "+1"],
  ["thumbsdown", "-1"],
  ["folded_hands", "pray"],
  ["check", "white_check_mark"],
]);

/** What one reaches first: the picker of reactions. */
export const QUICK = ["eyes", "white_check_mark", "rotating_light", "ticket", "+1", "heart", "pray"];

/** The character of a name (with a skin tone or not), or its name between colons. @param {string} name */
export function emoji(name) {
  const bare = name.split("::")[0];
  return EMOJI.get(ALSO.get(bare) || bare) || `:${name}:`;
}
