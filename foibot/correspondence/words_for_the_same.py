"""Words of everyday that mean the same in requests: plainer and narrower than the subjects of `words_alike`."""

# ruff: noqa: E501 - one subject a line

SAME = """
child | children | kid* | youngster* | pupil* | infant* | under 18* | minor* | teenager* | juvenile* | young people | young person* | son | daughter | schoolchild*
pensioner* | elderly | older people | older person* | older adult* | senior citizen* | over 65* | over 70* | aged over
parent* | mother* | father* | mum* | dad* | famil*
attack* | assault* | violen* | hit | beaten | injured by
dismiss* | sack* | fired | lost their job* | struck off
leave | left | leaver* | depart* | gave up | resign* | exit | quit | got rid of | get rid of | gone
clos* | shut* | withdrawn
lost | loss* | missing | mislaid | misplaced | stolen | nicked | theft* | thief
wait* | queue* | backlog* | await* | outstanding | overdue | delay* | late
compan* | firm* | provider* | supplier* | contractor* | business* | vendor* | operator* | outsourced
staff | employee* | worker* | workforce | personnel | colleague* | crew* | workers
pay | paid | earn* | salar* | remuneration | wage* | payroll
appeal* | challeng* | overturn* | quash* | adjudicat* | tribunal* | contest*
expire* | expiry | run out | end date | ends | end | terminate* | finish*
driver* | motorist*
vehicle* | car | cars | van | vans | lorr* | fleet
bill | cost* | spend | spent | expenditure | expense* | outlay | money | price* | payment* | sum* | amount*
fee | fees | charge | charges | charged | rate | tariff* | price* | surcharge* | premium
income | revenue | takings | raised | bring in | brought in | made from | receipts | proceeds | collected
fine | fines | fined | penalt* | ticket* | fixed penalty | penalis*
court | prosecut* | convict* | summons* | charged with | guilty | taken to court | sentenc*
repair* | mend* | fix* | fixed | maintenance | maintain* | put right
report* | complain* | grievance* | alleg* | concern* | alert* | flagged
refus* | turned down | turn down | reject* | declin* | denied | not get into | not granted
grant | grants | fund* | subsid* | handed
cancel* | call* off | abandon* | dropped | revoke* | withdraw* | postpone*
replace* | renew* | retender* | back to market | change* | upgrade* | new one
empty | vacant | vacanc* | unfilled | void* | unoccupied | unused | surplus
house* | home* | dwelling* | propert* | household* | accommodation | flat*
cut down | fell* | chop* | remov* | lopped
inspect* | survey* | check* | audit* | assessment* | examin* | visit*
unsafe | danger* | hazard* | defect* | fault* | fail* | broken | not work* | out of order | switched off | out
diary | calendar | meeting* | appointment* | meet | met | visitors
email* | e mail* | correspondence | letters | messages | exchanged | communication*
developer* | builder* | applicant* | developers
justif* | reason* | why | grounds | rationale | criteria | what for
without competition | no competiti* | direct award* | waiver* | single tender | exemption*
mark | marks | scor* | evaluat* | rank* | rating* | rated
bid | bids | bidder* | tender*
grass | grounds | mowing | verges | parks maintenance
swim* | pool* | leisure | gym* | bath*
play area* | playground* | swings | play park*
phone* | handset* | mobile* | smartphone*
photocopier* | print* | multifunction* | copier*
taser* | stun gun* | electroshock
taxi* | cab* | minicab* | hackney | private hire
badge* | licen*
camera* | cctv | hidden camera* | covert | surveillance
offender* | culprit* | perpetrator* | suspect* | criminal*
victim* | survivor*
ethnic* | race | racial | black | minority
bad behaviour | behaviour | misbehav* | disruptive
heart | cardiac | coronary
hip* | knee* | orthop* | joint replacement*
operation* | surg* | procedure*
baby | babies | birth* | born | deliver* | mother*
died | death* | dead | fatal* | killed | put down | destroyed
mental | stress* | anxiety | depress* | psych*
sick* | ill | illness* | absen* | off work
night | midnight | overnight | nightly | dark | evening
lamp* | light* | lantern* | column*
gun* | shotgun* | firearm* | weapon*
dog* | hound* | stray*
rat | rats | rodent* | vermin | mice | pest*
restaurant* | takeaway* | eater* | cafe* | food business* | kitchen* | food premises
book* | loan* | lent | lend* | borrow*
volunteer* | community group* | community run
hospitality | gift* | dinner* | free ticket* | entertain* | awards evening
flight* | air travel | fly | flying | plane* | airline*
holiday* | vacation* | term time
drain* | gull* | sewer* | culvert*
flood* | water inside | inundat* | storm*
electricit* | power | energy | gas
diesel | petrol | electric | batter* | ev | evs
oil | fossil fuel* | coal | gas compan*
loud | noise | noisy | music
crash* | accident* | collision*
lawyer* | solicitor* | barrister* | counsel | law firm* | legal
judicial review* | jr
protest* | demonstrat* | activist*
injunction* | court order* | restraining
average | mean | typical*
abroad | countr* | overseas | export* | foreign
contaminat* | dirty | rejected | polluted
missed | miss | skipped | not collected | uncollected
fifteen minutes | 15 minutes | quarter of an hour
six months | half a year
twelve months | a year | 12 months | one year
caught | catch* | identif* | detected
insur* | premium*
emergenc* | unplanned | urgent*
caesarean* | c section* | cesarean*
runaway* | ran away | went missing | go missing | absconded
top | highest | most | largest | dearest | most expensive | maximum | worst | biggest | longest | farthest | fastest
consult* | asking the public | public opinion | respons* | in favour | for and against
bicycle* | cycl* | bike*
trial* | pilot* | experiment* | test*
rule* | policy | policies | guidance | guideline* | protocol*
own data | subject access | personal data | privacy
disclosed | leaked | revealed | in error | by mistake | wrong person | breach*
compensat* | payout* | damages | settle* | claim*
senior | director* | chief exec* | executive* | head | boss* | top manager* | chief officer*
bonus* | performance | extra money
confidential* | gagging | nda* | non disclosure
interim* | temporary | temp | temps | agency | locum* | day rate*
social worker* | child protection | children s services
nurse* | nursing | midwi* | doctor* | medic*
arrears | owed | owe | unpaid | uncollected | debt* | behind on | not paying
bailiff* | enforcement agent* | debt collector*
tower block* | high rise* | high rises
mould | damp | condensation
spend on | budget*
machine | algorithm* | automat* | software | artificial intelligence | ai
eligib* | entitled | qualif*
tree* | ash | lime | limes | oak*
attend* | turned up | turn up | presence | took part
councillor* | member* | elected
mayor* | civic
partner* | spouse* | husband* | wife
sleep* rough | rough sleep* | street homeless* | on the streets
b b* | bed and breakfast | b bs
fifty | 50
hundred thousand | 100 000
five hundred | 500
zero or one | 0 or 1
nought | zero
seventy | 70
twelve | 12
twenty | 20
thirty | 30
fourteen | 14
fifteen | 15
six | 6
two | 2
three | 3
seven | 7
category 2 | cat 2
e book* | ebook* | digital loan* | e audio | audiobook*
nitrogen dioxide | no2
clean air zone | caz
low traffic neighbourhood* | ltn*
section 60 | s 60 | suspicionless
community protection notice* | cpn*
free school meal* | fsm
looked after | in care | in your care
notice* of intended prosecution | nip*
ehc plan* | ehcp* | education health and care
send tribunal | special needs tribunal
alternative provision | pupil referral | pru* | mainstream
amazon web services | aws
microsoft | copilot | azure | windows
out of support | security updates | unsupported | end of life
section 106 | s106 | developer contribution*
equality diversity | edi | diversity and inclusion
"""
